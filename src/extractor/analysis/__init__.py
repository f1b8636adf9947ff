"""From text to a parsed spaCy `Doc`: the model, sentence borders, folding, and the assembly of the pipeline."""
