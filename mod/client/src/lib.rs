//! The socket thread of the mod.
