package postgres

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// Foelger makes a second server that follows this one as it changes, and lets no change be answered before both have it on disk: so
// nothing answered is lost when this one dies. The caller stops it.
func (k *Klynge) Foelger(ctx context.Context, settings ...string) (*Klynge, error) {
	f, err := lav("", k.bin)
	if err != nil {
		return nil, err
	}
	if out, err := f.command("pg_basebackup", "-h", k.dir, "-U", "postgres", "-D", f.data(), "-R", "-c", "fast").CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("pg_basebackup: %w: %s", err, out), f.fjern())
	}
	if err := f.Genstart(settings...); err != nil {
		return nil, errors.Join(err, f.fjern())
	}
	for _, text := range []string{"ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()", "CREATE TABLE begge ()"} {
		if err := k.Udfoer(ctx, text); err != nil { // the last is answered when both have it
			return nil, errors.Join(err, f.Stop())
		}
	}
	return f, nil
}

// Forfrem makes a server that follows another the one that takes changes, and returns when it does.
func (k *Klynge) Forfrem() error {
	if out, err := k.command("pg_ctl", "promote", "-D", k.data(), "-w").CombinedOutput(); err != nil {
		return fmt.Errorf("pg_ctl promote: %w: %s", err, out)
	}
	return nil
}

// DraebAlt ends the server and each of its processes as a loss of power does: nobody gets to say a word.
func (k *Klynge) DraebAlt() error {
	pid := k.run.Process.Pid
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	if err != nil {
		return err
	}
	err = k.run.Process.Kill() // first, so that it makes no more
	for child := range strings.FieldsSeq(string(text)) {
		if n, bad := strconv.Atoi(child); bad == nil {
			_ = syscall.Kill(n, syscall.SIGKILL)
		}
	}
	if err == nil {
		<-k.done
	}
	return err
}

// Begge is the address of a database on whichever of two servers takes changes.
func (k *Klynge) Begge(other *Klynge, name string) string {
	return "postgres:///" + name + "?host=" + k.dir + "," + other.dir + "&user=postgres&target_session_attrs=read-write"
}
