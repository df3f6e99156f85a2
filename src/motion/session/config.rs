//! How a session measures.

use crate::motion::body::pose::Side;
use crate::motion::guide::answers::Answers;
use crate::motion::guide::guidance::Flow;
use crate::motion::trial::verdict::Thresholds;
use serde::{Deserialize, Serialize};

/// How a session measures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SessionConfig {
    pub thresholds: Thresholds,
    /// Only raises of this leg count; `None`: raises of either leg do.
    pub side: Option<Side>,
    /// How the person is guided.
    #[serde(default)]
    pub flow: Flow,
    /// The person's answers to the questions before the test.
    #[serde(default, skip_serializing_if = "Answers::are_none")]
    pub answers: Answers,
}
