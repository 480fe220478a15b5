package postgres

import (
	"context"
	"encoding/binary"
	"io"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/oio"
)

// kopiind writes rows in PostgreSQL's binary format of COPY as the connection asks for them. The driver's own way makes a value of each
// column and looks its type up, row by row, which costs a load more than all else it does with its rows. The types must be just those of the
// columns: the server refuses others.
type kopiind struct {
	n      int
	raekke func(*kopiind, int) // writes one row, column by column

	mu  sync.Mutex // the connection reads beside whoever gave the rows
	i   int
	buf []byte
	at  int
}

// kopiblok is about what the connection asks for at a time.
const kopiblok = 64 << 10

// indsaet copies n rows into a table.
func (t *tx) indsaet(ctx context.Context, table string, columns []string, n int, row func(*kopiind, int)) error {
	if n == 0 {
		return nil
	}
	k := &kopiind{n: n, raekke: row, buf: append(make([]byte, 0, kopiblok+kopiblok/4), "PGCOPY\n\377\r\n\000\x00\x00\x00\x00\x00\x00\x00\x00"...)}
	defer k.slut()
	t.indsat[table] += n
	_, err := t.tx.Conn().PgConn().CopyFrom(ctx, k, "COPY "+pgx.Identifier{table}.Sanitize()+" ("+strings.Join(columns, ", ")+") FROM STDIN (FORMAT binary)")
	return err
}

// Read implements io.Reader.
func (k *kopiind) Read(p []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	done := 0
	for done < len(p) {
		if k.at == len(k.buf) && !k.mere() {
			break
		}
		n := copy(p[done:], k.buf[k.at:])
		done, k.at = done+n, k.at+n
	}
	if done == 0 {
		return 0, io.EOF
	}
	return done, nil
}

// mere writes the next rows, and the end after the last.
func (k *kopiind) mere() bool {
	if k.i > k.n {
		return false
	}
	k.buf, k.at = k.buf[:0], 0
	for ; k.i < k.n && len(k.buf) < kopiblok; k.i++ {
		k.raekke(k, k.i)
	}
	if k.i == k.n {
		k.tal16(-1)
		k.i++
	}
	return true
}

// slut sees to it that no row is looked at any more, whatever the connection still does.
func (k *kopiind) slut() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.i, k.at = k.n+1, len(k.buf)
}

// kolonner begins a row.
func (k *kopiind) kolonner(n int) { k.tal16(int16(n)) }

func (k *kopiind) tal16(v int16) { k.buf = binary.BigEndian.AppendUint16(k.buf, uint16(v)) }

func (k *kopiind) laengde(n int) { k.buf = binary.BigEndian.AppendUint32(k.buf, uint32(int32(n))) }

func (k *kopiind) null() { k.laengde(-1) }

func (k *kopiind) smallint(v int16) {
	k.laengde(2)
	k.tal16(v)
}

func (k *kopiind) integer(v int32) {
	k.laengde(4)
	k.buf = binary.BigEndian.AppendUint32(k.buf, uint32(v))
}

func (k *kopiind) bigint(v int64) {
	k.laengde(8)
	k.buf = binary.BigEndian.AppendUint64(k.buf, uint64(v))
}

func (k *kopiind) text(s string) {
	k.laengde(len(s))
	k.buf = append(k.buf, s...)
}

// bytea is for uuid too, of sixteen bytes. Nil is NULL.
func (k *kopiind) bytea(b []byte) {
	if b == nil {
		k.null()
		return
	}
	k.laengde(len(b))
	k.buf = append(k.buf, b...)
}

// navn is a text of which none is NULL.
func (k *kopiind) navn(s string) {
	if s == "" {
		k.null()
		return
	}
	k.text(s)
}

// nummer is a bigint of which zero is NULL.
func (k *kopiind) nummer(v int64) {
	if v == 0 {
		k.null()
		return
	}
	k.bigint(v)
}

// dato is an integer of which zero is NULL.
func (k *kopiind) dato(d oio.Dato) {
	if d == 0 {
		k.null()
		return
	}
	k.integer(int32(d))
}

// noegle is a bytea or uuid of which all zeroes are NULL.
func (k *kopiind) noegle(b *[16]byte) {
	if *b == ([16]byte{}) {
		k.null()
		return
	}
	k.bytea(b[:])
}
