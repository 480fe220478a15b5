package verifikation

import (
	"slices"
	"sync"

	"indeksbro/internal/oio"
)

// kendte are the identities that were met in the source. They lie in buckets by their first byte, so that millions of them grow without
// ever being copied as one, and each bucket is put in order by itself.
type kendte struct {
	mu     sync.Mutex
	spande [1 << 8][]oio.UUID
}

// laeg adds identities; several may at the same time.
func (k *kendte) laeg(ids []oio.UUID) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, id := range ids {
		k.spande[id[0]] = append(k.spande[id[0]], id)
	}
}

// sorter makes them ready to be asked for, when nobody adds any more.
func (k *kendte) sorter() {
	for _, ids := range k.spande {
		slices.SortFunc(ids, oio.UUID.Compare)
	}
}

// har reports whether an identity was met.
func (k *kendte) har(id oio.UUID) bool {
	_, met := slices.BinarySearchFunc(k.spande[id[0]], id, oio.UUID.Compare)
	return met
}
