"""What the reference answers is FHIR: fhir.resources reads it."""

import pytest
from fhir.resources.R4B import get_fhir_model_class
from reference_letters import SERVICE, SERVICE_ID, booking, request
from reference_sender import Sender, slot_query

pytestmark = pytest.mark.anyio

ALL_INCLUDES = [
    ("_include", name)
    for name in (
        "Schedule:actor:Practitioner",
        "Schedule:actor:PractitionerRole",
        "HealthcareService:location",
        "HealthcareService:providedBy",
    )
]
CONTEXT = {"context": f"{SERVICE_ID}|{SERVICE}"}


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/metadata", None),
        ("/MessageDefinition", CONTEXT),
        ("/Slot", [*slot_query("free,busy", days=0.9), *ALL_INCLUDES]),
        ("/Appointment", {"patient:identifier": "https://fhir.nhs.uk/Id/nhs-number|9993004170"}),
        ("/nowhere", None),
    ],
)
async def test_answer_is_fhir(sender: Sender, path: str, query: object) -> None:
    await sender.accepted(request())
    await sender.accepted(booking(await sender.free_slot()))
    resource = (await sender.get(path, query)).json()
    assert get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    for entry in resource.get("entry", []):
        inner = entry["resource"]
        assert get_fhir_model_class(inner["resourceType"]).model_validate(inner)
