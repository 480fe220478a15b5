package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Hold is two PostgreSQL servers that Patroni looks after, with an etcd in which it keeps who leads. All of it listens on this machine alone, at
// ports that were free, and lies under one directory.
type Hold struct {
	k    *Klynge // the directory, and whose user and programs all are run by
	etcd *exec.Cmd
	led  [2]led
}

// led is one server and the Patroni that runs it.
type led struct {
	name, api, server string // api and server are HOST:PORT
	run               *exec.Cmd
}

const patroniConfig = `scope: bro
name: %[1]s
restapi: {listen: "%[2]s", connect_address: "%[2]s"}
etcd3: {host: "%[4]s"}
watchdog: {mode: "off"}
bootstrap:
  dcs: {ttl: 20, loop_wait: 1, retry_timeout: 3, synchronous_mode: true}
  initdb: [{encoding: UTF8}, {locale: C.UTF-8}, {auth: trust}, no-sync]
postgresql:
  listen: "%[3]s"
  connect_address: "%[3]s"
  bin_dir: %[5]s
  data_dir: %[6]s/%[1]s
  pgpass: %[6]s/%[1]s.pgpass
  remove_data_directory_on_diverged_timelines: true
  authentication: {superuser: {username: postgres}, replication: {username: postgres}}
  parameters: {unix_socket_directories: "", fsync: "off"}
  pg_hba: [host all all 127.0.0.1/32 trust, host replication all 127.0.0.1/32 trust]
`

// StartPatroni makes the two, and returns when one takes changes and answers none before the other has it. The caller stops it.
func StartPatroni(ctx context.Context, bin string) (*Hold, error) {
	k, err := lav("", bin)
	if err != nil {
		return nil, err
	}
	h := &Hold{k: k, led: [2]led{{name: "en"}, {name: "to"}}}
	err = h.start()
	if err == nil {
		_, _, err = h.begge(ctx)
	}
	if err != nil {
		said, _ := os.ReadFile(filepath.Join(k.dir, h.led[0].name+".log"))
		return nil, errors.Join(fmt.Errorf("start Patroni: %w: %s", err, said), h.Stop())
	}
	return h, nil
}

func (h *Hold) start() error {
	free, err := ledige(6)
	if err != nil {
		return err
	}
	store, peer := "http://"+free[0], "http://"+free[1]
	h.etcd, err = h.program("etcd", "etcd", "--data-dir", filepath.Join(h.k.dir, "etcd"), "--listen-client-urls", store, "--advertise-client-urls", store,
		"--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster", "default="+peer)
	if err != nil {
		return err
	}
	for i := range h.led {
		l := &h.led[i]
		l.api, l.server = free[2+2*i], free[3+2*i]
		config := fmt.Sprintf(patroniConfig, l.name, l.api, l.server, free[0], h.k.bin, h.k.dir)
		if err := os.WriteFile(h.config(l), []byte(config), 0o644); err != nil {
			return err
		}
		if err := h.startLed(l); err != nil {
			return err
		}
	}
	return nil
}

// ledige are addresses of this machine that nobody listens on.
func ledige(n int) (free []string, err error) {
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer func() { _ = l.Close() }() // all at once, so that none is given out twice
		free = append(free, l.Addr().String())
	}
	return free, nil
}

func (h *Hold) config(l *led) string { return filepath.Join(h.k.dir, l.name+".yml") }

func (h *Hold) startLed(l *led) error {
	run, err := h.program(l.name, "patroni", h.config(l))
	if err == nil {
		l.run = run
	}
	return err
}

// program starts one that ends with the test program, and writes what it says to a log of its own.
func (h *Hold) program(name, program string, args ...string) (*exec.Cmd, error) {
	log, err := os.OpenFile(filepath.Join(h.k.dir, name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer func() { _ = log.Close() }()
	c := exec.Command(program, args...)
	c.Dir, c.Stdout, c.Stderr = h.k.dir, log, log
	c.SysProcAttr = &syscall.SysProcAttr{Credential: h.k.as, Pdeathsig: syscall.SIGTERM}
	if err := c.Start(); err != nil {
		return nil, err
	}
	return c, nil
}

// URL is the address of a database on whichever of the two takes changes.
func (h *Hold) URL(name string) string {
	return "postgres://postgres@" + h.led[0].server + "," + h.led[1].server + "/" + name + "?target_session_attrs=read-write"
}

// begge returns when one leads and the other has each change before it is answered.
func (h *Hold) begge(ctx context.Context) (leder, anden *led, err error) {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	for {
		for i := range h.led {
			leder, anden = &h.led[i], &h.led[1-i]
			if spoerg(ctx, http.MethodGet, leder.api, "primary", "") == nil && spoerg(ctx, http.MethodGet, anden.api, "synchronous", "") == nil {
				return leder, anden, nil
			}
		}
		select {
		case <-ctx.Done():
			return nil, nil, fmt.Errorf("no server follows another: %w", ctx.Err())
		case <-again.C:
		}
	}
}

// spoerg asks a Patroni something that it answers with 200 where it is so.
func spoerg(ctx context.Context, method, api, what, body string) error {
	r, err := http.NewRequestWithContext(ctx, method, "http://"+api+"/"+what, strings.NewReader(body))
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	said, err := io.ReadAll(answer.Body)
	if answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s: %s", what, answer.Status, said)
	}
	return errors.Join(err, answer.Body.Close())
}

// DraebLeder ends the machine of the server that leads, as it were: its Patroni and it, and nobody gets to say a word. Genopliv brings it back.
func (h *Hold) DraebLeder(ctx context.Context) error {
	leder, _, err := h.begge(ctx)
	if err != nil {
		return err
	}
	if err := leder.run.Process.Kill(); err != nil {
		return err
	}
	_ = leder.run.Wait()
	pid, err := h.server(leder)
	if err != nil {
		return err
	}
	return draebAlt(pid)
}

// server is the process number of a PostgreSQL that Patroni has started.
func (h *Hold) server(l *led) (pid int, err error) {
	text, err := os.ReadFile(filepath.Join(h.k.dir, l.name, "postmaster.pid"))
	if err != nil {
		return 0, err
	}
	_, err = fmt.Sscan(string(text), &pid)
	return pid, err
}

// Genopliv starts the machine that was ended, and returns when its server follows the other and has each change before it is answered.
func (h *Hold) Genopliv(ctx context.Context) error {
	for i := range h.led {
		if l := &h.led[i]; l.run.ProcessState != nil {
			if err := h.startLed(l); err != nil {
				return err
			}
		}
	}
	_, _, err := h.begge(ctx)
	return err
}

// Skift lets the two change places in order, as before maintenance of the machine that leads, and returns when they have.
func (h *Hold) Skift(ctx context.Context) error {
	leder, anden, err := h.begge(ctx)
	if err != nil {
		return err
	}
	return spoerg(ctx, http.MethodPost, leder.api, "switchover", fmt.Sprintf(`{"leader":%q,"candidate":%q}`, leder.name, anden.name))
}

// Stop ends all of it and removes it.
func (h *Hold) Stop() error {
	for i := range h.led { // each stops its server
		if l := &h.led[i]; l.run != nil && l.run.ProcessState == nil {
			_ = l.run.Process.Signal(syscall.SIGTERM)
			_ = l.run.Wait()
		}
	}
	if h.etcd != nil {
		_ = h.etcd.Process.Kill()
		_ = h.etcd.Wait()
	}
	return h.k.fjern()
}
