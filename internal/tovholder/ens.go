package tovholder

import (
	"bytes"
	"encoding/json"
	"time"

	"indeksbro/internal/tavle"
)

// ens reports whether two standings say the same, whenever they were taken.
func ens(a, b *tavle.Kommunestand) bool {
	x, y := *a, *b
	x.Tid, y.Tid = time.Time{}, time.Time{}
	first, err1 := json.Marshal(x)
	second, err2 := json.Marshal(y)
	return err1 == nil && err2 == nil && bytes.Equal(first, second)
}
