"""Who is named in the messages of these tests."""

from datetime import date

from bars_conformance.messages import Parties
from bars_conformance.profile import Patient, Sender, ServiceId
from bars_conformance.standard import URL

PARTIES = Parties(
    sender=Sender(
        ods_code="A1001",
        name="Conformance Suite",
        endpoint=ServiceId(system=URL.service_id, value="1000000001"),
    ),
    receiver_ods="X26",
    service=ServiceId(system=URL.service_id, value="2000072489"),
    patient=Patient(
        nhs_number="9990548609",
        family="Example",
        given="Alex",
        gender="female",
        birth_date=date(1988, 4, 2),
        postcode="LS1 4AP",
    ),
)
