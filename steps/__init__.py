"""The phrases of the features, one file a vocabulary."""
