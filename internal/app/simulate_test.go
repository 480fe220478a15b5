package app

import (
	"context"
	"errors"
	"testing"

	"indeksbro/internal/simulate"
)

// TestThePagesPlayAScenarioOnce: it gives the same every time, also to a reader who comes when the first has left.
func TestThePagesPlayAScenarioOnce(t *testing.T) {
	t.Parallel()
	s := &simulator{}
	left, leave := context.WithCancel(t.Context())
	leave()
	first, err := s.Forloeb(left, "pakke")
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.Forloeb(t.Context(), "pakke")
	if err != nil || again != first {
		t.Errorf("it is played again (%v)", err)
	}
	if _, err := s.Forloeb(t.Context(), "findes-ikke"); !errors.Is(err, simulate.ErrUkendt) {
		t.Errorf("an unknown scenario gives %v", err)
	}
}
