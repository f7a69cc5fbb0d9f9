//! The platform-free half of the mod.
