from django.db import migrations

from stillwater.kit.triggers import append_only, same_clinic


class Migration(migrations.Migration):
    dependencies = [("treatment", "0001_initial"), ("care", "0002_same_clinic")]
    operations = [
        append_only("treatment_entry"),
        same_clinic("treatment_session", "id", "care_appointment"),
        same_clinic("treatment_session", "patient_id", "people_patient"),
        same_clinic("treatment_session", "protocol_id", "care_protocolversion"),
        same_clinic("treatment_entry", "session_id", "treatment_session"),
        same_clinic("treatment_setaside", "session_id", "treatment_session"),
    ]
