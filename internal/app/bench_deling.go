package app

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"regexp"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"indeksbro/internal/generate"
	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/sdi"
	"indeksbro/internal/soap/ydi"
	"indeksbro/internal/xmltree"
)

// The load that processes share. The calls are small, so that the time goes with waiting for the target and not with the work of all
// processes, server and target, which have this machine's few cores between them.
const (
	delingSager   = 600
	delingPortion = "2"
	delingFrist   = 20 * time.Millisecond
)

// deling measures a first load by one, two and four processes on one PostgreSQL against a target that takes its time over every call, one
// call at a time from each process.
func (c *benchCmd) deling(m *miljoe, ctx context.Context, directory string) error {
	if c.Store == "sqlite" {
		return inputError("workers.scale is measured on a server that several processes share: give --store postgres and --db")
	}
	target, stop, err := langsomtMaal(ctx)
	if err != nil {
		return err
	}
	defer stop()
	var alone time.Duration
	for _, of := range []struct {
		processes int
		want      float64
	}{{1, 1}, {2, 1.9}, {4, 3.6}} {
		took, objects, err := c.deltMellem(m, ctx, filepath.Join(directory, fmt.Sprintf("p%d", of.processes)), target, of.processes)
		if err != nil {
			return fmt.Errorf("workers.scale: %d processes: %w", of.processes, err)
		}
		if of.processes == 1 {
			alone = took
		}
		f := figure{fmt.Sprintf("workers.scale.%d", of.processes), alone.Seconds() / took.Seconds(), "x", of.want, alone.Seconds() / took.Seconds() / of.want, objects,
			fmt.Sprintf("a first load by %d processes ÷ by one: %.2f s, %.2f s; %s objects a call, %v each, one at a time from each process; limit: the target", of.processes, took.Seconds(), alone.Seconds(), delingPortion, delingFrist)}
		if err := c.print(m, f); err != nil {
			return err
		}
	}
	return nil
}

// deltMellem loads a municipality of its own and lets so many processes send it.
func (c *benchCmd) deltMellem(m *miljoe, ctx context.Context, directory, target string, processes int) (time.Duration, int, error) {
	remove, err := c.databases(m, ctx, directory)
	if err != nil {
		return 0, 0, err
	}
	defer remove()
	o := generate.Options{Borgere: delingSager / 3, Seed: 1, Kommune: oio.Korsbaek, Dato: oio.DatoOf(m.Nu())}
	feed, err := c.prepare(m, ctx, directory, o)
	if err != nil {
		return 0, 0, err
	}
	lines := [][]string{{"eoj", "load", feed}}
	for _, choice := range []string{"maal-sdi=" + target + "/" + sdi.Adresse, "maal-ydi=" + target, "portion=" + delingPortion, "samtidige=1", "fart-sdi=0", "fart-ydi=0"} {
		lines = append(lines, []string{"policy", "set", choice})
	}
	for _, line := range lines {
		if _, err := runSelf(ctx, c.globally(directory, line...)...); err != nil {
			return 0, 0, err
		}
	}
	began := time.Now()
	running, inside := errgroup.WithContext(ctx)
	for range processes {
		running.Go(func() error {
			_, err := runSelf(inside, c.globally(directory, "export", "run", "--once")...)
			return err
		})
	}
	if err := running.Wait(); err != nil {
		return 0, 0, err
	}
	cases, grants := generate.Antal(o)
	return time.Since(began), cases + grants, nil
}

var identitetIBesked = regexp.MustCompile(`UUIDIdentifikator>([0-9a-fA-F-]{36})<`)

// langsomtMaal serves both indexes as somebody far away would: every call is answered after delingFrist, and takes whatever is in it.
func langsomtMaal(ctx context.Context) (address string, stop func(), err error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, fmt.Errorf("slow target: %w", err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/"+sdi.Adresse, langsomt(func(ids []string) []byte {
		var out sdi.MultipleOutput
		for _, id := range ids {
			out.UnikRetur = append(out.UnikRetur, sdi.UnikRetur{StandardRetur: sdi.StandardRetur{StatusKode: "20"}, Type: "Sag", UUIDIdentifikator: id})
		}
		return sdi.Familie.Skriv(nil, sdi.Operationer[0].Ud, &out)
	}))
	mux.HandleFunc("/"+ydi.Adresse, langsomt(func(ids []string) []byte {
		var out ydi.MultipleOutput
		for _, id := range ids {
			out.UnikRetur = append(out.UnikRetur, ydi.UnikRetur{StandardRetur: ydi.StandardRetur{StatusKode: "20"}, Type: "Bevilling", UUIDIdentifikator: id})
		}
		return ydi.Familie.Skriv(nil, ydi.Operationer[0].Ud, &out)
	}))
	server := &http.Server{Handler: mux, ReadHeaderTimeout: time.Minute}
	var serving sync.WaitGroup
	serving.Go(func() { _ = server.Serve(listener) })
	return "http://" + listener.Addr().String(), func() {
		_ = server.Close()
		serving.Wait()
	}, nil
}

// langsomt answers a message after its time, counted from when it came.
func langsomt(answer func(ids []string) []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		due := time.After(delingFrist)
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		kuvert, err := laestKuvert(body)
		if err != nil {
			http.Error(w, "not a message", http.StatusBadRequest)
			return
		}
		seen := map[string]bool{}
		var ids []string
		for _, found := range identitetIBesked.FindAllSubmatch(body, -1) {
			if id := string(found[1]); !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
		}
		reply := soap.AppendKuvert(nil, soap.Hoved{V12: kuvert.V12, Action: kuvert.Action + "Response", RelatesTo: kuvert.MessageID}, answer(ids))
		<-due
		w.Header().Set("Content-Type", "application/soap+xml; charset=utf-8")
		_, _ = w.Write(reply)
	}
}

func laestKuvert(body []byte) (soap.Kuvert, error) {
	doc, err := xmltree.Laes(body, xmltree.Graenser{})
	if err != nil {
		return soap.Kuvert{}, err
	}
	return soap.LaesKuvert(doc)
}
