//! ONNX Runtime: finding its library and running sessions. Nothing here knows what the tensors mean.

use crate::estimator::EstimatorError;
use crate::files;
use crate::runtime::install;
use ndarray::{ArrayView, ArrayView4, Dimension, IntoDimension};
use ort::environment::Environment;
use ort::session::{Session, SessionInputValue, builder::GraphOptimizationLevel};
use ort::value::{DynValue, TensorRef};
use std::borrow::Cow;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Names the ONNX Runtime library to use.
const RUNTIME_VARIABLE: &str = "ORT_DYLIB_PATH";

/// The loaded ONNX Runtime library; there is one in a process.
#[derive(Clone, Copy)]
pub struct OnnxRuntime {
    environment: &'static Environment,
}

impl OnnxRuntime {
    /// Loads the library: `ORT_DYLIB_PATH`; or where the program's parts lie, if it is the one that came with it; or
    /// the system's.
    ///
    /// Must come before any other call into `ort`, which ends the process when it finds no library by itself.
    pub fn load() -> Result<Self, EstimatorError> {
        static LOADED: OnceLock<Result<Environment, String>> = OnceLock::new();
        match LOADED.get_or_init(load_environment) {
            Ok(environment) => Ok(Self { environment }),
            Err(tried) => Err(EstimatorError::RuntimeMissing { tried: tried.clone() }),
        }
    }

    /// A session for a model's bytes, on so many threads. One is the rule: frames are worked on side by side instead,
    /// which scales where threads inside a model do not.
    pub fn session(&self, model: &[u8], threads: NonZeroUsize) -> Result<OnnxSession, EstimatorError> {
        let build = || -> ort::Result<Session> {
            Session::builder(self.environment)?
                .with_optimization_level(GraphOptimizationLevel::All)?
                .with_intra_threads(threads.get())?
                .with_config_entry("session.intra_op.allow_spinning", "0")?
                .commit_from_memory(model)
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
}

/// Loads the first usable library, or tells what was tried.
fn load_environment() -> Result<Environment, String> {
    let mut tried = Vec::new();
    for Candidate { path, is_part } in candidates() {
        if is_part {
            // another file than the one that came with the program is not passed over: somebody has to know of it
            install::check(&path).map_err(|error| format!("{} ({error})", path.display()))?;
        }
        match ort::util::probe(&path) {
            Some(version) if version >= ort::MINOR_VERSION => match open_environment(&path) {
                Ok(environment) => return Ok(environment),
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
    builder.with_name("legraise").with_telemetry(false).build().map_err(in_words)
}

/// Its errors have several lines.
fn in_words(error: impl ToString) -> String {
    files::in_a_sentence(&error.to_string())
}

/// A library to try.
struct Candidate {
    path: PathBuf,
    /// Lies where the program's parts do, so it has to be the one that came with it.
    is_part: bool,
}

/// Places to look for the library, in order. A path given by the user stands alone, so that a mistake in it is not
/// papered over.
fn candidates() -> Vec<Candidate> {
    let other = |path| Candidate { path, is_part: false };
    if let Some(path) = std::env::var_os(RUNTIME_VARIABLE) {
        return vec![other(PathBuf::from(path))];
    }
    let name = format!("{}onnxruntime{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    let files = install::folders_named("runtime").into_iter().map(|folder| folder.join(&name));
    let parts = files.filter(|file| file.is_file()).map(|path| Candidate { path, is_part: true });
    // the system's loader knows where; Windows' would look into the working folder, too
    let of_the_system = cfg!(not(windows)).then(|| other(PathBuf::from(&name)));
    parts.chain(of_the_system).collect()
}
