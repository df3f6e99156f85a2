//! What runs the models: the processor, or one of ONNX Runtime's other execution providers, where it was built in.
//!
//! All of them are asked to compute with 32-bit numbers. With bfloat16 keypoints move by 2 to 4 pixels of 256 on
//! average, which is degrees of a leg; other 16-bit numbers, TensorFloat-32 and Apple's neural engine are kin of it. A
//! provider that can't be had is never a reason to measure nothing: the processor takes its place, and that is said
//! once.

use super::onnx::{OnnxRuntime, OnnxSession};
use crate::estimator::EstimatorError;
use crate::files;
use crate::terminal::complain;
use ort::ep;
use ort::session::builder::SessionBuilder;
use std::fmt;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// Names the provider to use, where no option does.
pub const PROVIDER_VARIABLE: &str = "LEGRAISE_PROVIDER";

/// The choice for this process.
static CHOICE: OnceLock<Provider> = OnceLock::new();
/// The chosen one has failed: the processor takes its place.
static GIVEN_UP: AtomicBool = AtomicBool::new(false);

/// What runs the models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    /// The processor, by ONNX Runtime itself.
    Processor,
    /// Apple's graphics, by CoreML.
    #[cfg(feature = "coreml")]
    CoreMl,
    /// Graphics on Windows, by DirectML.
    #[cfg(feature = "directml")]
    DirectMl,
    /// NVIDIA's graphics.
    #[cfg(feature = "cuda")]
    Cuda,
    /// The processor, by Intel's OpenVINO.
    #[cfg(feature = "openvino")]
    OpenVino,
    /// Intel's graphics, by OpenVINO.
    #[cfg(feature = "openvino")]
    OpenVinoGraphics,
}

/// Why a provider can't be used here.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    #[error("{variable} names no provider of this program ({given}); choose one of {}", names().join(", "))]
    Unknown { variable: &'static str, given: String },
    #[error(
        "ONNX Runtime's library has no {provider}; set ORT_DYLIB_PATH to one that has it, or choose the provider {}: {}",
        Provider::Processor, .library.display()
    )]
    NotInLibrary { provider: Provider, library: PathBuf },
    #[error(
        "{provider} does not work here ({reason}); see to its device, driver and libraries, of which LEGRAISE_LOG=warn tells more, or choose the provider {}",
        Provider::Processor
    )]
    Failed { provider: Provider, reason: String },
}

impl Provider {
    /// All that this program has.
    pub const BUILT_IN: &'static [Self] = &[
        Self::Processor,
        #[cfg(feature = "coreml")]
        Self::CoreMl,
        #[cfg(feature = "directml")]
        Self::DirectMl,
        #[cfg(feature = "cuda")]
        Self::Cuda,
        #[cfg(feature = "openvino")]
        Self::OpenVino,
        #[cfg(feature = "openvino")]
        Self::OpenVinoGraphics,
    ];

    /// What it is called by whoever chooses it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Processor => "processor",
            #[cfg(feature = "coreml")]
            Self::CoreMl => "coreml",
            #[cfg(feature = "directml")]
            Self::DirectMl => "directml",
            #[cfg(feature = "cuda")]
            Self::Cuda => "cuda",
            #[cfg(feature = "openvino")]
            Self::OpenVino => "openvino",
            #[cfg(feature = "openvino")]
            Self::OpenVinoGraphics => "openvino-gpu",
        }
    }

    /// All but the processor.
    pub fn others() -> impl Iterator<Item = Self> {
        Self::BUILT_IN.iter().copied().filter(|provider| *provider != Self::Processor)
    }

    /// Takes this one for all models that are loaded from now on, whatever the environment says. The first choice
    /// holds.
    pub fn choose(self) {
        _ = CHOICE.set(self);
    }

    /// The one that was chosen: by [`Self::choose`], else by the environment, else the processor.
    pub fn chosen() -> Self {
        *CHOICE.get_or_init(|| {
            let named = named(std::env::var_os(PROVIDER_VARIABLE).map(|name| name.to_string_lossy().into_owned()));
            named.unwrap_or_else(|error| instead(&error))
        })
    }

    /// A session that this one runs, and has run once.
    pub(super) fn session(
        self,
        runtime: OnnxRuntime,
        model: &[u8],
        threads: NonZeroUsize,
    ) -> Result<OnnxSession, EstimatorError> {
        let Some(registered) = self.registered(threads) else { return runtime.session_by(model, threads, Ok) };
        if !self.is_in_library() {
            let library = runtime.library().path.clone();
            return Err(ProviderError::NotInLibrary { provider: self, library }.into());
        }
        let prepare = |builder: SessionBuilder| -> ort::Result<SessionBuilder> {
            // DirectML can't have it, and for buffers on another device it is of no use
            let builder = builder.with_memory_pattern(false)?;
            Ok(builder.with_execution_providers([registered.error_on_failure()])?)
        };
        let session = runtime.session_by(model, threads, prepare).and_then(|mut session| {
            // some fail only when they are to work, and some choose then how
            session.run_on_nothing()?;
            Ok(session)
        });
        session.map_err(|error| {
            let reason = match error {
                EstimatorError::Inference(reason) => reason,
                other => other.to_string(),
            };
            ProviderError::Failed { provider: self, reason }.into()
        })
    }

    /// What ONNX Runtime is told to use in front of the processor.
    #[cfg_attr(not(feature = "openvino"), expect(unused_variables, reason = "only OpenVINO has threads of its own"))]
    fn registered(self, threads: NonZeroUsize) -> Option<ep::ExecutionProviderDispatch> {
        match self {
            Self::Processor => None,
            // a model of the older form is computed with 16 bits on the graphics, and so is any on the neural engine
            #[cfg(feature = "coreml")]
            Self::CoreMl => Some(
                ep::CoreML::default()
                    .with_model_format(ep::coreml::ModelFormat::MLProgram)
                    .with_compute_units(ep::coreml::ComputeUnits::CPUAndGPU)
                    .with_low_precision_accumulation_on_gpu(false)
                    .build(),
            ),
            #[cfg(feature = "directml")]
            Self::DirectMl => Some(ep::DirectML::default().build()),
            // TensorFloat-32 has a mantissa of 10 bits, and is ONNX Runtime's default
            #[cfg(feature = "cuda")]
            Self::Cuda => Some(ep::CUDA::default().with_tf32(false).build()),
            #[cfg(feature = "openvino")]
            Self::OpenVino => Some(openvino("CPU").with_num_threads(threads.get()).with_num_streams(1).build()),
            #[cfg(feature = "openvino")]
            Self::OpenVinoGraphics => Some(openvino("GPU").build()),
        }
    }

    /// Whether the library of ONNX Runtime was built with it. Tells nothing of the device. Ask when the library is
    /// loaded.
    fn is_in_library(self) -> bool {
        #[allow(unused_imports, reason = "needed where there is another than the processor")]
        use ort::ep::ExecutionProvider;
        let answer: ort::Result<bool> = match self {
            Self::Processor => Ok(true),
            #[cfg(feature = "coreml")]
            Self::CoreMl => ep::CoreML::is_available(),
            #[cfg(feature = "directml")]
            Self::DirectMl => ep::DirectML::is_available(),
            #[cfg(feature = "cuda")]
            Self::Cuda => ep::CUDA::is_available(),
            #[cfg(feature = "openvino")]
            Self::OpenVino | Self::OpenVinoGraphics => ep::OpenVINO::is_available(),
        };
        answer.unwrap_or(false)
    }
}

/// By its own choice OpenVINO may take 16 bits, of which its names are f16 and bf16.
#[cfg(feature = "openvino")]
fn openvino(device: &str) -> ep::OpenVINO {
    ep::OpenVINO::default().with_device_type(device).with_precision("FP32")
}

impl fmt::Display for Provider {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Provider {
    type Err = ProviderError;

    fn from_str(text: &str) -> Result<Self, ProviderError> {
        let named = Self::BUILT_IN.iter().find(|provider| provider.name().eq_ignore_ascii_case(text.trim()));
        named
            .copied()
            .ok_or_else(|| ProviderError::Unknown { variable: PROVIDER_VARIABLE, given: files::in_a_sentence(text) })
    }
}

/// What all that are built in are called.
fn names() -> Vec<&'static str> {
    Provider::BUILT_IN.iter().map(|provider| provider.name()).collect()
}

/// The one that the environment names; without a name the processor.
fn named(variable: Option<String>) -> Result<Provider, ProviderError> {
    variable.filter(|name| !name.is_empty()).map_or(Ok(Provider::Processor), |name| name.parse())
}

impl OnnxRuntime {
    /// A session for a model's bytes, on so many threads: of the provider that is chosen, or of the processor where
    /// that one fails.
    pub fn session(&self, model: &[u8], threads: NonZeroUsize) -> Result<OnnxSession, EstimatorError> {
        let chosen = if GIVEN_UP.load(Ordering::Relaxed) { Provider::Processor } else { Provider::chosen() };
        match chosen.session(*self, model, threads) {
            Err(EstimatorError::Provider(error)) => {
                // several are loaded at the same time
                let is_said = GIVEN_UP.swap(true, Ordering::Relaxed);
                let other = if is_said { Provider::Processor } else { instead(&error) };
                other.session(*self, model, threads)
            }
            made => made,
        }
    }
}

/// Says why it is the processor, which it is.
fn instead(error: &ProviderError) -> Provider {
    complain(&format!("the pose model runs on the processor: {error}"));
    Provider::Processor
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimator::{LandmarkModel, Manifest};

    #[test]
    fn each_provider_is_found_by_its_name() {
        for provider in Provider::BUILT_IN {
            assert_eq!(provider.name().parse::<Provider>().unwrap(), *provider);
            assert_eq!(format!(" {} ", provider.name().to_uppercase()).parse::<Provider>().unwrap(), *provider);
        }
        assert_eq!(Provider::BUILT_IN[0], Provider::Processor);
        assert_eq!(Provider::others().count() + 1, Provider::BUILT_IN.len());
    }

    #[test]
    fn without_a_name_it_is_the_processor_and_an_unknown_one_is_told_what_there_is() {
        assert_eq!(named(None).unwrap(), Provider::Processor);
        assert_eq!(named(Some(String::new())).unwrap(), Provider::Processor);
        let error = named(Some("abacus\n".to_owned())).unwrap_err().to_string();
        assert!(error.starts_with("LEGRAISE_PROVIDER names no provider of this program (abacus"), "{error}");
        assert!(error.contains("processor") && !error.contains('\n'), "{error}");
        assert_eq!(instead(&named(Some("abacus".to_owned())).unwrap_err()), Provider::Processor);
    }

    /// With the library that comes with the program none is there; with another one they may be, and then they work.
    #[test]
    fn what_is_not_in_the_library_or_has_no_device_is_told_in_a_sentence() {
        let (manifest, runtime) = (Manifest::find().unwrap(), OnnxRuntime::load().unwrap());
        let model = manifest.load(manifest.entry(LandmarkModel::Full.name()).unwrap()).unwrap();
        for provider in Provider::others() {
            match provider.session(runtime, &model, NonZeroUsize::MIN) {
                Ok(_) => assert!(provider.is_in_library() && !runtime.library().is_part),
                Err(EstimatorError::Provider(error)) => {
                    let text = error.to_string();
                    assert!(text.contains(provider.name()) && text.contains("the provider processor"), "{text}");
                    assert!(!text.contains('\n'), "{text}");
                    assert_eq!(matches!(error, ProviderError::NotInLibrary { .. }), !provider.is_in_library());
                }
                Err(other) => panic!("{provider}: {other}"),
            }
        }
        assert!(Provider::Processor.session(runtime, &model, NonZeroUsize::MIN).is_ok());
    }
}
