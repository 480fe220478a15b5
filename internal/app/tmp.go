package app

type demoCmd struct{}

func (demoCmd) Run() error { return nil }

type serveCmd struct{}

func (serveCmd) Run() error { return nil }

type benchCmd struct{}

func (benchCmd) Run() error { return nil }
