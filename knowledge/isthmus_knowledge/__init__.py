"""Documents in, ranked passages out: loaders, chunking, embedding, indexes, retrieval, the shipped corpus."""
