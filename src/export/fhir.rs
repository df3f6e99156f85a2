//! HL7 FHIR R4: a Bundle of a Patient, the Device, and an Observation for each trial of theirs.
//!
//! Codes are local ones: none has been verified for this angle in LOINC. No interpretation is given. What the record
//! does not know, such as who performed a test, is said to be unknown. `.make/check_fhir.sh` validates an export.

use crate::history::{KeptSession, PersonRecord, TrialRow, day};
use crate::motion::VerdictKind;
use crate::words::{self, Whole};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The system of this program's codes: a name that is nobody else's, and no place to look at.
const CODES: &str = "urn:uuid:6c656772-6169-8365-a001-0000c0de0001";
/// The system of this program's identifiers of trials.
const TRIALS: &str = "urn:uuid:6c656772-6169-8365-a001-000000000002";
/// Systems of FHIR itself.
const CATEGORIES: &str = "http://terminology.hl7.org/CodeSystem/observation-category";
const REASONS: &str = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
const ABSENT: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

/// The Bundle of a person's record, whose texts are English.
pub fn bundle(record: &PersonRecord) -> Value {
    words::in_english(|| bundle_in_words(record))
}

fn bundle_in_words(record: &PersonRecord) -> Value {
    let patient = urn(&["patient", &record.name]);
    let mut entries = vec![json!({
        "fullUrl": patient,
        "resource": {
            "resourceType": "Patient",
            "text": narrative(&[&record.name]),
            "name": [{ "text": record.name }],
        },
    })];
    let mut devices = Vec::new();
    for session in &record.sessions {
        let device = urn(&["device", &session.program, &session.model.sha256]);
        if !devices.contains(&device) {
            entries.push(json!({ "fullUrl": device, "resource": device_of(session) }));
            devices.push(device.clone());
        }
        for row in record.rows_of(session).filter(|row| !row.is_of_another_person) {
            let number = row.number.to_string();
            entries.push(json!({
                "fullUrl": urn(&["observation", &session.uid, &number]),
                "resource": observation(session, row, &patient, &device),
            }));
        }
    }
    json!({ "resourceType": "Bundle", "type": "collection", "entry": entries })
}

fn device_of(session: &KeptSession) -> Value {
    let model = format!("pose model {}", session.model.name);
    let mut versions = vec![json!({ "value": session.program })];
    if !session.model.sha256.is_empty() {
        versions.push(json!({ "type": { "text": format!("{model}, SHA-256") }, "value": session.model.sha256 }));
    }
    json!({
        "resourceType": "Device",
        "text": narrative(&[&format!("LegRaise {}, {model}", session.program)]),
        "deviceName": [{ "name": "LegRaise", "type": "user-friendly-name" }],
        "version": versions,
    })
}

fn observation(session: &KeptSession, row: &TrialRow, patient: &str, device: &str) -> Value {
    let side = row.side.name();
    let mut observation = json!({
        "resourceType": "Observation",
        "text": narrative(&told(row)),
        "identifier": [{ "system": TRIALS, "value": format!("{}-{}", session.uid, row.number) }],
        "status": if row.correction.is_some() { "corrected" } else { "final" },
        "category": [{ "coding": [{ "system": CATEGORIES, "code": "exam", "display": "Exam" }] }],
        "code": {
            "coding": [{ "system": CODES, "code": "straight-leg-raise-angle", "display": "Straight-leg-raise angle" }],
            "text": format!("Straight-leg raise, {side} leg: highest elevation of the thigh over the floor before the knee bends or the other leg lifts"),
        },
        "subject": { "reference": patient },
        // FHIR wants a time zone with a time, and the day is enough
        "effectiveDateTime": day(&row.date),
        "performer": [{ "extension": [{ "url": ABSENT, "valueCode": "unknown" }] }],
        "bodySite": { "text": words::leg_title(row.side) },
        "method": { "text": method(row) },
        "device": { "reference": device },
        "note": notes(row),
        "component": components(row),
    });
    let (field, value) = match row.verdict {
        VerdictKind::Unclear => ("dataAbsentReason", not_judged()),
        _ => ("valueQuantity", degrees(row.angle_deg())),
    };
    observation[field] = value;
    observation
}

/// What people read of a trial, a paragraph each.
fn told(row: &TrialRow) -> Vec<String> {
    let angle = match row.verdict {
        VerdictKind::Unclear => words::not_judged().into_owned(),
        _ => words::angle_range(Whole(row.angle_deg()), Whole(row.uncertainty_deg)).into_owned(),
    };
    let title = format!("Straight-leg raise, {} leg, {}: {angle}", row.side.name(), day(&row.date));
    vec![title, words::sentence(&words::ended(row.ended_by)), words::no_diagnosis()]
}

/// A text for people, a paragraph each, made of what the resource holds.
fn narrative(paragraphs: &[impl AsRef<str>]) -> Value {
    let paragraphs: String = paragraphs.iter().map(|text| format!("<p>{}</p>", escaped(text.as_ref()))).collect();
    let div = format!("<div xmlns=\"http://www.w3.org/1999/xhtml\">{paragraphs}</div>");
    json!({ "status": "generated", "div": div })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn not_judged() -> Value {
    let coding = json!({ "system": REASONS, "code": "unknown", "display": "Unknown" });
    json!({ "coding": [coding], "text": "The picture does not carry a judgement" })
}

/// How it was measured, and how the leg was raised where that is known.
fn method(row: &TrialRow) -> String {
    let how = "Camera, pose model, lying on the back, knee straight";
    row.method.map_or(how.to_owned(), |method| format!("{how}; leg raised {}", words::method(method)))
}

fn components(row: &TrialRow) -> Vec<Value> {
    let component = |code: &str, text: &str, value: (&str, Value)| {
        let mut component = json!({ "code": { "coding": [{ "system": CODES, "code": code }], "text": text } });
        component[value.0] = value.1;
        component
    };
    let mut components = vec![
        component("uncertainty", "Half of the 95 % interval", ("valueQuantity", degrees(row.uncertainty_deg))),
        component("ended-by", "What ended the raise", ("valueString", json!(words::ended(row.ended_by)))),
    ];
    if let Some(sensation) = row.sensation {
        let felt = ("valueString", json!(words::sensation(sensation)));
        components.push(component("sensation", "What the person felt that ended the raise", felt));
    }
    if row.correction.is_some() {
        let measured = degrees(row.measured_deg);
        components.push(component(
            "measured-angle",
            "Angle as measured, before the correction by hand",
            ("valueQuantity", measured),
        ));
    }
    components
}

fn notes(row: &TrialRow) -> Vec<Value> {
    let by = row
        .correction
        .as_ref()
        .map(|c| json!({ "text": format!("Points corrected by hand by {}, {}", c.made_by, c.made_at) }));
    [Some(json!({ "text": words::no_diagnosis() })), by].into_iter().flatten().collect()
}

/// A quantity in UCUM's degrees.
fn degrees(deg: f64) -> Value {
    json!({ "value": deg, "unit": "deg", "system": "http://unitsofmeasure.org", "code": "deg" })
}

/// A name that is the same in every export of the same thing: a UUID of a form for own use (version 8, RFC 9562), from
/// a hash.
fn urn(parts: &[&str]) -> String {
    let hash = Sha256::digest(parts.join("\n"));
    let mut bytes: [u8; 16] = std::array::from_fn(|i| hash[i]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_narrative_is_xhtml_whatever_a_person_is_called() {
        assert_eq!(
            narrative(&["Ana <b>& Ben"]),
            json!({
                "status": "generated",
                "div": "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Ana &lt;b&gt;&amp; Ben</p></div>",
            })
        );
    }

    #[test]
    fn a_name_is_stable_and_a_uuid() {
        let name = urn(&["observation", "a", "1"]);
        assert_eq!(name, urn(&["observation", "a", "1"]));
        assert_ne!(name, urn(&["observation", "a", "2"]));
        let parts: Vec<&str> = name.trim_start_matches("urn:uuid:").split('-').collect();
        assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
        assert!(parts[2].starts_with('8') && "89ab".contains(&parts[3][..1]), "{name}");
    }
}
