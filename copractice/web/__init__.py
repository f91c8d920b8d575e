"""The pages above every stage: base template, components, home, the line, middleware."""
