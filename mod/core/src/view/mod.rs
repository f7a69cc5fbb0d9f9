//! From what is known to what is drawn.

mod model;

pub use model::*;
