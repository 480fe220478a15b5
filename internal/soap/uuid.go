package soap

import (
	"crypto/rand"

	"indeksbro/internal/oio"
)

// NyUUID is a random UUID, version 4, for messages and transactions.
func NyUUID() string {
	var u oio.UUID
	_, _ = rand.Read(u[:]) // never fails
	u[6] = u[6]&0x0f | 0x40
	u[8] = u[8]&0x3f | 0x80
	return u.String()
}
