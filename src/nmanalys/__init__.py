"""nmanalys."""
