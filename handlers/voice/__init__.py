"""The owner's voice: ratings at touch-points, surveys, experience officers, and the courtesy with which they are asked."""
