//! ONNX Runtime: finding its library and running sessions. Nothing here knows what the tensors mean.

use crate::estimator::EstimatorError;
use crate::files;
use crate::runtime::{LibraryCandidate, install, onnx_libraries};
use ndarray::{ArrayView, ArrayView4, Dimension, IntoDimension};
use ort::environment::Environment;
use ort::session::builder::{GraphOptimizationLevel, SessionBuilder};
use ort::session::{Session, SessionInputValue};
use ort::value::{DynValue, TensorRef};
use std::borrow::Cow;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The loaded ONNX Runtime library; there is one in a process.
#[derive(Clone, Copy)]
pub struct OnnxRuntime {
    environment: &'static Environment,
    library: &'static OnnxLibrary,
}

/// Which library of ONNX Runtime is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnnxLibrary {
    /// Its file, or a name alone where the system's loader found it.
    pub path: PathBuf,
    /// Its version is 1 and this.
    pub minor: u32,
    /// It is the one that came with the program.
    pub is_part: bool,
}

impl OnnxRuntime {
    /// Loads the library: `ORT_DYLIB_PATH`; or where the program's parts lie, if it is the one that came with it; or
    /// the system's.
    ///
    /// Must come before any other call into `ort`, which ends the process when it finds no library by itself.
    pub fn load() -> Result<Self, EstimatorError> {
        static LOADED: OnceLock<Result<(Environment, OnnxLibrary), String>> = OnceLock::new();
        match LOADED.get_or_init(load_environment) {
            Ok((environment, library)) => Ok(Self { environment, library }),
            Err(tried) => Err(EstimatorError::RuntimeMissing { tried: tried.clone() }),
        }
    }

    /// Which library it is.
    pub fn library(self) -> &'static OnnxLibrary {
        self.library
    }

    /// A session for a model's bytes, on so many threads. One is the rule: frames are worked on side by side instead,
    /// which scales where threads inside a model do not. `providers.rs` has it where there is a choice.
    #[cfg(not(feature = "providers"))]
    pub fn session(&self, model: &[u8], threads: NonZeroUsize) -> Result<OnnxSession, EstimatorError> {
        self.session_by(model, threads, Ok)
    }

    /// A session as `prepare` leaves it.
    pub(super) fn session_by(
        &self,
        model: &[u8],
        threads: NonZeroUsize,
        prepare: impl FnOnce(SessionBuilder) -> ort::Result<SessionBuilder>,
    ) -> Result<OnnxSession, EstimatorError> {
        let build = || -> ort::Result<Session> {
            let builder = Session::builder(self.environment)?
                .with_optimization_level(GraphOptimizationLevel::All)?
                .with_intra_threads(threads.get())?
                .with_config_entry("session.intra_op.allow_spinning", "0")?;
            prepare(builder)?.commit_from_memory(model)
        };
        Ok(OnnxSession { session: build().map_err(|e| failed(&e))? })
    }
}

/// One input of a model.
#[derive(Clone, Copy)]
pub struct Tensor<'a> {
    pub name: &'a str,
    /// Planes, height, width.
    pub shape: [usize; 3],
    pub values: &'a [f32],
}

impl<'a> Tensor<'a> {
    /// A colour image of `side` × `side` pixels, as the models that look at images want it.
    pub fn image(values: &'a [f32], side: usize) -> Self {
        Self { name: "image", shape: [3, side, side], values }
    }
}

/// An output that outlives its run, as the model has made it: nothing was copied.
#[derive(Debug)]
pub struct Output(DynValue);

impl Output {
    /// Its numbers, flattened.
    pub fn values(&self) -> Result<&[f32], EstimatorError> {
        self.0.try_extract_tensor::<f32>().map(|(_, values)| values).map_err(|e| failed(&e))
    }
}

/// An output's numbers in the shape that the model is known to give.
///
/// # Errors
/// There are more or fewer of them: it is another model.
pub fn shaped<I: IntoDimension>(values: &[f32], shape: I) -> Result<ArrayView<'_, f32, I::Dim>, EstimatorError> {
    let shape = shape.into_dimension();
    let expected = shape.slice().to_vec();
    let wrong = |_| failed(&format!("an output holds {} numbers, which are not {expected:?}", values.len()));
    ArrayView::from_shape(shape, values).map_err(wrong)
}

fn failed(reason: &dyn std::fmt::Display) -> EstimatorError {
    EstimatorError::Inference(in_words(reason))
}

/// A model ready to run.
pub struct OnnxSession {
    session: Session,
}

impl OnnxSession {
    /// Runs the model on `inputs` and hands the named outputs, flattened, to `read`.
    pub fn run<T, const I: usize, const N: usize>(
        &mut self,
        inputs: [Tensor<'_>; I],
        outputs: [&str; N],
        read: impl FnOnce([&[f32]; N]) -> Result<T, EstimatorError>,
    ) -> Result<T, EstimatorError> {
        self.run_and_keep(inputs, outputs, [], read).map(|(read, [])| read)
    }

    /// The same; the outputs named in `kept` outlive it.
    pub fn run_and_keep<T, const I: usize, const N: usize, const K: usize>(
        &mut self,
        inputs: [Tensor<'_>; I],
        outputs: [&str; N],
        kept: [&str; K],
        read: impl FnOnce([&[f32]; N]) -> Result<T, EstimatorError>,
    ) -> Result<(T, [Output; K]), EstimatorError> {
        let mut named = Vec::with_capacity(I);
        for Tensor { name, shape: [planes, height, width], values } in inputs {
            let view = ArrayView4::from_shape((1, planes, height, width), values).map_err(|e| failed(&e))?;
            let tensor = TensorRef::from_array_view(view).map_err(|e| failed(&e))?;
            named.push((Cow::Borrowed(name), SessionInputValue::from(tensor)));
        }
        let mut tensors = self.session.run(named).map_err(|e| failed(&e))?;
        let missing = |name: &str| failed(&format!("it has no output \"{name}\""));
        let mut flat: [&[f32]; N] = [&[]; N];
        for (slot, name) in flat.iter_mut().zip(outputs) {
            let tensor = tensors.get(name).ok_or_else(|| missing(name))?;
            *slot = tensor.try_extract_tensor::<f32>().map_err(|e| failed(&e))?.1;
        }
        let read = read(flat)?;
        let mut outputs = Vec::with_capacity(K);
        for name in kept {
            outputs.push(Output(tensors.remove(name).ok_or_else(|| missing(name))?));
        }
        Ok((read, outputs.try_into().expect("one for each name")))
    }

    /// Runs the model on zeros, whatever its inputs are.
    #[cfg(feature = "providers")]
    pub(super) fn run_on_nothing(&mut self) -> Result<(), EstimatorError> {
        let mut named = Vec::new();
        for input in self.session.inputs() {
            let shape = input.dtype().tensor_shape().ok_or_else(|| failed(&"an input is no tensor"))?;
            let shape: Vec<usize> = shape.iter().map(|side| usize::try_from(*side).unwrap_or(1)).collect();
            let zeros = vec![0.0f32; shape.iter().product()];
            let tensor = ort::value::Tensor::from_array((shape, zeros)).map_err(|e| failed(&e))?;
            named.push((Cow::Owned(input.name().to_owned()), SessionInputValue::from(tensor)));
        }
        self.session.run(named).map_err(|e| failed(&e))?;
        Ok(())
    }
}

/// Loads the first usable library, or tells what was tried.
fn load_environment() -> Result<(Environment, OnnxLibrary), String> {
    let mut tried = Vec::new();
    for LibraryCandidate { path, is_part } in onnx_libraries() {
        if is_part {
            // another file than the one that came with the program is not passed over: somebody has to know of it
            install::check(&path).map_err(|error| format!("{} ({error})", path.display()))?;
        }
        match ort::util::probe(&path) {
            Some(version) if version >= ort::MINOR_VERSION => match open_environment(&path) {
                Ok(environment) => {
                    log::debug!("ONNX Runtime 1.{version}: {}", path.display());
                    return Ok((environment, OnnxLibrary { path, minor: version, is_part }));
                }
                Err(reason) => tried.push(format!("{} ({reason})", path.display())),
            },
            Some(version) => {
                tried.push(format!("{} (1.{version}, needs 1.{} or newer)", path.display(), ort::MINOR_VERSION))
            }
            None => tried.push(format!("{} (can't be loaded)", path.display())),
        }
    }
    Err(tried.join(", "))
}

fn open_environment(library: &Path) -> Result<Environment, String> {
    let builder = ort::init_from(library).map_err(in_words)?;
    // what a provider has to say comes in several lines and in colours; it is for whoever asks
    #[cfg(feature = "providers")]
    let builder = builder.with_logger(std::sync::Arc::new(|_, _, _, at, text| log::warn!("{at}: {text}")));
    builder.with_name("legraise").with_telemetry(false).build().map_err(in_words)
}

/// Its errors have several lines.
fn in_words(error: impl ToString) -> String {
    files::in_a_sentence(&error.to_string())
}
