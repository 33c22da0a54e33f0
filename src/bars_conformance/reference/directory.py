"""The resources around a slot: its Schedule, service, practitioner, place and organisation."""

from typing import Any

from bars_conformance.reference.diary import Diary, Service, Slot, lasting_id
from bars_conformance.standard import PROFILES, URL


class Directory:
    """Describes the services of one organisation as FHIR resources with lasting ids."""

    def __init__(self, diary: Diary, ods_code: str, name: str) -> None:
        """Describe the services of ``diary``, provided by the organisation with this code and name."""
        self._diary = diary
        self._ods_code = ods_code
        self._name = name
        makers = (
            *(self.schedule, self.healthcare_service, self.practitioner),
            *(self.practitioner_role, self.location, self.provider),
        )
        made = (make(service) for make in makers for service in diary.services.values())
        self._given = {(each["resourceType"], each["id"]) for each in made}

    def slot(self, slot: Slot) -> dict[str, Any]:
        """A Slot, free or busy."""
        free = self._diary.is_free(slot)
        return {
            "resourceType": "Slot",
            "id": slot.id,
            "meta": {"lastUpdated": self._diary.changed(slot), "profile": [PROFILES["Slot"]]},
            "schedule": {"reference": f"Schedule/{self._id('Schedule', slot.service)}"},
            "status": "free" if free else "busy",
            "start": slot.start.isoformat(),
            "end": slot.end.isoformat(),
        }

    def schedule(self, service: Service) -> dict[str, Any]:
        """The Schedule that the slots of a service belong to."""
        return {
            **self._resource("Schedule", service),
            "active": True,
            "actor": [
                {"reference": f"HealthcareService/{service.id}"},
                {"reference": f"Practitioner/{self._id('Practitioner', service)}"},
                {"reference": f"PractitionerRole/{self._id('PractitionerRole', service)}"},
            ],
        }

    def healthcare_service(self, service: Service) -> dict[str, Any]:
        """The service; its id is its number in the directory of services."""
        return {
            **self._resource("HealthcareService", service),
            "id": service.id,
            "identifier": [{"system": URL.service_id, "value": service.id}],
            "active": True,
            "providedBy": {"reference": f"Organization/{self._organisation_id()}"},
            "location": [{"reference": f"Location/{self._id('Location', service)}"}],
            "name": service.name,
        }

    def practitioner(self, service: Service) -> dict[str, Any]:
        """A fictional clinician who works in the service."""
        return {
            **self._resource("Practitioner", service),
            "identifier": [{"system": URL.role_profile, "value": f"99{service.id}"}],
            "name": [{"use": "official", "family": "Ashdown", "given": ["Robin"], "prefix": ["Dr"]}],
        }

    def practitioner_role(self, service: Service) -> dict[str, Any]:
        """The role of that clinician."""
        return {
            **self._resource("PractitionerRole", service),
            "active": True,
            "practitioner": {"reference": f"Practitioner/{self._id('Practitioner', service)}"},
            "organization": {"reference": f"Organization/{self._organisation_id()}"},
            "healthcareService": [{"reference": f"HealthcareService/{service.id}"}],
        }

    def location(self, service: Service) -> dict[str, Any]:
        """Where the service is."""
        return {
            **self._resource("Location", service),
            "status": "active",
            "name": service.name,
            "address": {"line": ["1 Example Street"], "city": "Exampleton", "postalCode": "ZZ99 3VZ"},
        }

    def provider(self, _: Service) -> dict[str, Any]:
        """The organisation that provides the service: the same for all."""
        return {
            "resourceType": "Organization",
            "id": self._organisation_id(),
            "meta": {"lastUpdated": self._diary.opened, "profile": [PROFILES["Organization"]]},
            "identifier": [{"system": URL.organisation, "value": self._ods_code}],
            "active": True,
            "name": self._name,
        }

    def included(self, include: str, service: Service) -> dict[str, Any]:
        """What an ``_include`` of a slot search brings in for a service."""
        makers = {
            "Slot:schedule": self.schedule,
            "Schedule:actor:HealthcareService": self.healthcare_service,
            "Schedule:actor:Practitioner": self.practitioner,
            "Schedule:actor:PractitionerRole": self.practitioner_role,
            "HealthcareService:location": self.location,
            "HealthcareService:providedBy": self.provider,
        }
        return makers[include](service)

    def gives(self, kind: str, identifier: str) -> bool:
        """Whether GET /Slot can give a resource of this type and id."""
        if kind == "Slot":
            return self._diary.slot(identifier) is not None
        return (kind, identifier) in self._given

    def _resource(self, kind: str, service: Service) -> dict[str, Any]:
        return {
            "resourceType": kind,
            "id": self._id(kind, service),
            "meta": {"lastUpdated": self._diary.opened, "profile": [PROFILES[kind]]},
        }

    def _id(self, kind: str, service: Service) -> str:
        return lasting_id(kind, service.id)

    def _organisation_id(self) -> str:
        return lasting_id("Organization", self._ods_code)
