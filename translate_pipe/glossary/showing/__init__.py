"""Term entries go in; what people look at comes out: their forms, a page of them, where they occur."""
