package faelles

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// A bundle is a tar file of the plainest kind (POSIX ustar: regular files, short names), written and read here in full: so its bytes are the same with
// whatever version it is made, and a reader takes nothing but what a bundle may hold. Any tar program unpacks it.

// tarhoved is the header of one file.
func tarhoved(name string, size int, when time.Time) []byte {
	h := make([]byte, blok)
	copy(h[0:100], name)
	copy(h[100:], "0000644\x000000000\x000000000\x00")
	copy(h[124:], fmt.Sprintf("%011o\x00%011o\x00        0", size, when.Unix()))
	copy(h[257:], "ustar\x0000")
	sum := 0
	for _, b := range h {
		sum += int(b)
	}
	copy(h[148:], fmt.Sprintf("%06o\x00 ", sum))
	return h
}

// tarfil is a file with its header, filled up to whole blocks.
func tarfil(name string, content []byte, when time.Time) []byte {
	file := append(tarhoved(name, len(content), when), content...)
	return append(file, make([]byte, -len(content)&(blok-1))...)
}

var errTar = errors.New("not the tar file of a bundle")

// untar gives the files of a tar file that tarfil could have written. What follows the two empty blocks at the end is the caller's business.
func untar(file []byte) (map[string][]byte, error) {
	files := map[string][]byte{}
	for len(file) >= blok {
		head := file[:blok]
		if bytes.Equal(head, make([]byte, blok)) {
			return files, nil
		}
		name, _, _ := bytes.Cut(head[:100], []byte{0})
		size, err := strconv.ParseInt(string(head[124:135]), 8, 32)
		seconds, err2 := strconv.ParseInt(string(head[136:147]), 8, 64)
		if err != nil || err2 != nil || size < 0 || int(size) > len(file)-blok || files[string(name)] != nil || !bytes.Equal(head, tarhoved(string(name), int(size), time.Unix(seconds, 0))) {
			return nil, errTar
		}
		files[string(name)] = append([]byte{}, file[blok:blok+int(size)]...)
		if file = file[blok+int(size):]; len(file) < -int(size)&(blok-1) {
			return nil, errTar
		}
		file = file[-int(size)&(blok-1):]
	}
	return nil, errTar
}
