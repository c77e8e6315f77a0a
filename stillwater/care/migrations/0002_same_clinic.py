from django.db import migrations

from stillwater.kit.triggers import same_clinic


class Migration(migrations.Migration):
    dependencies = [("care", "0001_initial")]
    operations = [
        same_clinic("care_course", "patient_id", "people_patient"),
        same_clinic("care_course", "protocol_id", "care_protocolversion"),
        same_clinic("care_order", "patient_id", "people_patient"),
        same_clinic("care_order", "course_id", "care_course"),
        same_clinic("care_limitset", "course_id", "care_course"),
        same_clinic("care_consent", "patient_id", "people_patient"),
        same_clinic("care_wishes", "patient_id", "people_patient"),
        same_clinic("care_appointment", "patient_id", "people_patient"),
        same_clinic("care_appointment", "course_id", "care_course"),
        same_clinic("care_appointment", "site_id", "people_site"),
        same_clinic("care_appointment", "room_id", "people_room"),
        same_clinic("care_preparation", "appointment_id", "care_appointment"),
        same_clinic("care_supportperson", "appointment_id", "care_appointment"),
        same_clinic("care_task", "patient_id", "people_patient"),
        same_clinic("care_enrolment", "site_id", "people_site"),
        same_clinic("care_enrolment", "patient_id", "people_patient"),
    ]
