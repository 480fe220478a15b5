package app

import (
	"testing"

	server "indeksbro/internal/testkit/postgres"
)

// patroniBestemmer lets the machine of the server that leads die in the middle of a load: Patroni finds out, and promotes the other. Then the dead one
// comes back as the one that follows, and the two change places in order in the middle of an export. Neither command notices more than a delay.
func patroniBestemmer(t *testing.T) {
	t.Parallel()
	two, err := server.StartPatroni(t.Context(), server.Programmer(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := two.Stop(); err != nil {
			t.Error(err)
		}
	})
	url := two.URL("postgres")
	s := feltet(t).postgres(t, url)
	wait := s.begynd(t, s.feed, "eoj", "load", "-")
	midtI(t, url)
	if err := two.DraebLeder(t.Context()); err != nil {
		t.Fatal(err)
	}
	code, told := wait()
	if code != exitDone {
		t.Errorf("a load over a failover by Patroni: %d %s", code, told)
	}
	t.Logf("the load: %s", told)
	if err := two.Genopliv(t.Context()); err != nil {
		t.Fatal(err)
	}
	wait = s.begynd(t, nil, "export", "run", "--once")
	midtI(t, url)
	if err := two.Skift(t.Context()); err != nil {
		t.Fatal(err)
	}
	if code, told := wait(); code != exitDone {
		t.Errorf("an export over a switch by Patroni: %d %s", code, told)
	}
	s.ens(t)
}
