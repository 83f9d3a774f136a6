"""What the screens show and which verb each control calls. States are thin and disposable."""
