package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// koe asks for turns one after the other and notes whom it comes to.
type koe struct {
	tur tur
	mu  sync.Mutex
	kom []string
	alt sync.WaitGroup
}

// vil has somebody ask for a page that takes so long, and returns when she waits or is served.
func (k *koe) vil(ctx context.Context, method, hvem string, tager time.Duration) {
	k.alt.Go(func() {
		k.tur.iTur(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, method, "/"+hvem, nil), func(http.ResponseWriter) {
			k.mu.Lock()
			k.kom = append(k.kom, hvem)
			k.mu.Unlock()
			time.Sleep(tager)
		})
	})
	synctest.Wait()
}

func (k *koe) slut(t *testing.T, want ...string) {
	t.Helper()
	k.alt.Wait()
	if !slices.Equal(k.kom, want) {
		t.Errorf("served in the order %v, want %v", k.kom, want)
	}
}

func TestWhoComesFirstIsServedFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := &koe{tur: make(tur, 2)}
		names := []string{"a", "b", "c", "d", "e", "f", "g"}
		began := time.Now()
		for _, name := range names {
			k.vil(t.Context(), http.MethodGet, name, 10*time.Millisecond)
		}
		k.slut(t, names...)
		if took := time.Since(began); took != 40*time.Millisecond {
			t.Errorf("seven pages of 10 ms, two at a time, took %s", took)
		}
	})
}

func TestNobodyWaitsForOneWhoLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := &koe{tur: make(tur, 1)}
		leaves, leave := context.WithCancel(t.Context())
		k.vil(t.Context(), http.MethodGet, "a", 10*time.Millisecond)
		k.vil(leaves, http.MethodGet, "left", time.Second)
		k.vil(t.Context(), http.MethodGet, "b", 10*time.Millisecond)
		leave()
		k.slut(t, "a", "b")
	})
}

// A page that waits for something else than a processor, a decision, and a reader who takes what is written slowly hold nobody up.
func TestNobodyIsHeldUpByWhoOnlyWaits(t *testing.T) {
	t.Run("a page", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			k := &koe{tur: make(tur, 1)}
			k.vil(t.Context(), http.MethodGet, "slow", time.Hour)
			began := time.Now()
			k.vil(t.Context(), http.MethodGet, "next", 0)
			k.vil(t.Context(), http.MethodGet, "last", 0)
			time.Sleep(turlaengde)
			synctest.Wait()
			if k.mu.Lock(); len(k.kom) != 3 {
				t.Errorf("after %s only %v are served", time.Since(began), k.kom)
			}
			k.mu.Unlock()
			k.slut(t, "slow", "next", "last")
			if len(k.tur) != 0 {
				t.Errorf("%d turns are never given back", len(k.tur))
			}
		})
	})
	t.Run("a decision", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			k := &koe{tur: make(tur, 1)}
			k.vil(t.Context(), http.MethodPost, "import", time.Hour)
			k.vil(t.Context(), http.MethodGet, "page", 0)
			if k.mu.Lock(); len(k.kom) != 2 {
				t.Errorf("only %v are served", k.kom)
			}
			k.mu.Unlock()
			k.alt.Wait()
		})
	})
	t.Run("a reader", func(t *testing.T) {
		turns := make(tur, 1)
		turns.iTur(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil), func(w http.ResponseWriter) {
			if len(turns) != 1 {
				t.Error("a page is made without a turn")
			}
			if _, err := w.Write([]byte("page")); err != nil || len(turns) != 0 {
				t.Errorf("the turn lasts until the reader has taken it all: %v", err)
			}
			if err := http.NewResponseController(w).Flush(); err != nil {
				t.Errorf("what is beneath cannot be reached: %v", err)
			}
		})
		if len(turns) != 0 {
			t.Error("the turn was given back twice, or never")
		}
	})
}
