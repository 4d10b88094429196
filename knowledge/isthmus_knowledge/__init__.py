"""Documents in, ranked passages out: loaders, chunks, embeddings, indexes, the shipped corpus."""
