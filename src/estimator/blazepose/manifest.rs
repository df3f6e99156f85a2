//! The models folder: which files, their names and hashes.

use crate::estimator::EstimatorError;
use crate::files;
use crate::runtime::install;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Names the folder that holds `manifest.json` and the models, instead of where the program's parts lie.
pub const MODELS_VARIABLE: &str = "LEGRAISE_MODELS";

/// The most that is read of the manifest, bytes; it has a few kilobytes.
const MOST_BYTES: u64 = 1 << 20;

/// One model file as the manifest describes it.
#[derive(Clone, Debug, Deserialize)]
pub struct ModelEntry {
    pub name: String,
    pub file: String,
    pub bytes: u64,
    pub sha256: String,
}

/// `models/manifest.json`, and where it lies.
#[derive(Clone, Debug, Deserialize)]
pub struct Manifest {
    models: Vec<ModelEntry>,
    #[serde(skip)]
    folder: PathBuf,
}

impl Manifest {
    /// Looks for the models: `LEGRAISE_MODELS`, else `models/` where the program's parts lie.
    pub fn find() -> Result<Self, EstimatorError> {
        if let Some(folder) = std::env::var_os(MODELS_VARIABLE) {
            return Self::read(Path::new(&folder));
        }
        let folders = install::folders_named("models");
        match folders.iter().find(|f| f.join("manifest.json").is_file()) {
            Some(folder) => Self::read(folder),
            None => Err(EstimatorError::ModelsMissing { variable: MODELS_VARIABLE }),
        }
    }

    /// Reads `folder/manifest.json`.
    pub fn read(folder: &Path) -> Result<Self, EstimatorError> {
        let path = folder.join("manifest.json");
        let unreadable = |reason: String| EstimatorError::ModelUnreadable { path: path.clone(), reason };
        let text = files::read_text(&path, MOST_BYTES).map_err(|e| unreadable(files::reason(&e)))?;
        let manifest: Self = serde_json::from_str(&text).map_err(|e| unreadable(e.to_string()))?;
        Ok(Self { folder: folder.to_owned(), ..manifest })
    }

    /// The entry called `name` ("detector", "heavy", "full").
    pub fn entry(&self, name: &str) -> Result<&ModelEntry, EstimatorError> {
        self.models.iter().find(|m| m.name == name).ok_or_else(|| EstimatorError::ModelUnreadable {
            path: self.folder.join("manifest.json"),
            reason: format!("it does not list the model \"{name}\""),
        })
    }

    /// The folder that it lies in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// All models, in the order of the file.
    pub fn entries(&self) -> &[ModelEntry] {
        &self.models
    }

    /// The bytes of a model, checked against its hash: a measurement must never come from a file that was changed or
    /// cut short.
    pub fn load(&self, entry: &ModelEntry) -> Result<Vec<u8>, EstimatorError> {
        let path = self.folder.join(&entry.file);
        // one of another size is another one
        let bytes = match files::read(&path, entry.bytes) {
            Err(e) if e.kind() == ErrorKind::FileTooLarge => return Err(EstimatorError::ModelChanged { path }),
            read => {
                read.map_err(|e| EstimatorError::ModelUnreadable { path: path.clone(), reason: files::reason(&e) })?
            }
        };
        if sha256_hex(&bytes) == entry.sha256 { Ok(bytes) } else { Err(EstimatorError::ModelChanged { path }) }
    }
}

/// SHA-256 in lower-case hexadecimal digits.
fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(content: &[u8], sha256: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("m.onnx"), content).unwrap();
        let manifest = format!(r#"{{"models":[{{"name":"heavy","file":"m.onnx","bytes":3,"sha256":"{sha256}"}}]}}"#);
        std::fs::write(folder.path().join("manifest.json"), manifest).unwrap();
        folder
    }

    const SHA256_OF_ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn a_model_with_its_own_hash_loads() {
        let folder = folder_with(b"abc", SHA256_OF_ABC);
        let manifest = Manifest::read(folder.path()).unwrap();
        assert_eq!(manifest.load(manifest.entry("heavy").unwrap()).unwrap(), b"abc");
    }

    #[test]
    fn a_model_with_a_changed_byte_is_refused() {
        let folder = folder_with(b"abd", SHA256_OF_ABC);
        let manifest = Manifest::read(folder.path()).unwrap();
        let error = manifest.load(manifest.entry("heavy").unwrap()).unwrap_err();
        assert!(matches!(error, EstimatorError::ModelChanged { .. }), "{error}");
    }
}
