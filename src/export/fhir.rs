//! HL7 FHIR R4: a Bundle of a Patient, the Device, and an Observation for each trial.
//!
//! Codes are local ones: none has been verified for this angle in LOINC. No interpretation is given.

use crate::history::{KeptSession, PersonRecord, TrialRow, day};
use crate::motion::VerdictKind;
use crate::words;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Codes and identifiers of this program: a name, not a place to look at.
const LOCAL: &str = "https://github.com/legraise/legraise/fhir";

/// The Bundle of a person's record, whose texts are English.
pub fn bundle(record: &PersonRecord) -> Value {
    words::in_english(|| bundle_in_words(record))
}

fn bundle_in_words(record: &PersonRecord) -> Value {
    let patient = urn(&["patient", &record.name]);
    let mut entries = vec![json!({
        "fullUrl": patient,
        "resource": { "resourceType": "Patient", "name": [{ "text": record.name }] },
    })];
    let mut devices = Vec::new();
    for session in &record.sessions {
        let device = urn(&["device", &session.program, &session.model.sha256]);
        if !devices.contains(&device) {
            entries.push(json!({ "fullUrl": device, "resource": device_of(session) }));
            devices.push(device.clone());
        }
        for row in record.rows_of(session) {
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
        "deviceName": [{ "name": "LegRaise", "type": "user-friendly-name" }],
        "version": versions,
    })
}

fn observation(session: &KeptSession, row: &TrialRow, patient: &str, device: &str) -> Value {
    let side = row.side.name();
    let mut observation = json!({
        "resourceType": "Observation",
        "identifier": [{ "system": LOCAL, "value": format!("{}-{}", session.uid, row.number) }],
        "status": if row.correction.is_some() { "corrected" } else { "final" },
        "code": {
            "coding": [{ "system": LOCAL, "code": "straight-leg-raise-angle", "display": "Straight-leg-raise angle" }],
            "text": format!("Straight-leg raise, {side} leg: highest elevation of the thigh over the floor before the knee bends or the other leg lifts"),
        },
        "subject": { "reference": patient },
        // FHIR wants a time zone with a time, and the day is enough
        "effectiveDateTime": day(&row.date),
        "bodySite": { "text": words::leg_title(row.side) },
        "method": { "text": method(row) },
        "device": { "reference": device },
        "note": notes(row),
        "component": components(row),
    });
    let (field, value) = match row.verdict {
        VerdictKind::Unclear => ("dataAbsentReason", json!({ "text": "The picture does not carry a judgement" })),
        _ => ("valueQuantity", degrees(row.angle_deg())),
    };
    observation[field] = value;
    observation
}

/// How it was measured, and how the leg was raised where that is known.
fn method(row: &TrialRow) -> String {
    let how = "Camera, pose model, lying on the back, knee straight";
    row.method.map_or(how.to_owned(), |method| format!("{how}; leg raised {}", words::method(method)))
}

fn components(row: &TrialRow) -> Vec<Value> {
    let component = |code: &str, text: &str, value: (&str, Value)| {
        let mut component = json!({ "code": { "coding": [{ "system": LOCAL, "code": code }], "text": text } });
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
    fn a_name_is_stable_and_a_uuid() {
        let name = urn(&["observation", "a", "1"]);
        assert_eq!(name, urn(&["observation", "a", "1"]));
        assert_ne!(name, urn(&["observation", "a", "2"]));
        let parts: Vec<&str> = name.trim_start_matches("urn:uuid:").split('-').collect();
        assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
        assert!(parts[2].starts_with('8') && "89ab".contains(&parts[3][..1]), "{name}");
    }
}
