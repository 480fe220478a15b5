package app

import "testing"

func TestR102_TheCountsAddUpWhileChangesArrive(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	k := start(t, t.TempDir(), "demo", "--addr", "127.0.0.1:0", "--borgere", "200", "--hvert", "1ms")
	for range 300 {
		if s := k.status(t); !s.GaarOp {
			t.Fatalf("%v against %v", s.Tilstande, s.Kilde)
		}
	}
}
