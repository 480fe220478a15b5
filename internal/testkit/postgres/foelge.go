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

// Tvilling is Foelger of which the first waits: no change is answered before both have it, so that nothing answered is lost when this one
// dies. The caller stops it.
func (k *Klynge) Tvilling(ctx context.Context) (*Klynge, error) {
	f, err := k.Foelger()
	if err != nil {
		return nil, err
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

// Afbryd lets a server that follows another hear no more from it, and returns when it does not.
func (k *Klynge) Afbryd(ctx context.Context) error {
	for _, text := range []string{"ALTER SYSTEM SET primary_conninfo = ''", "SELECT pg_reload_conf()"} {
		if err := k.Udfoer(ctx, text); err != nil {
			return err
		}
	}
	for hears := 1; hears > 0; {
		if err := k.spoerg(ctx, "SELECT count(*) FROM pg_stat_wal_receiver", &hears); err != nil {
			return err
		}
	}
	return nil
}

// Naeste is the number that the server gives its next transaction.
func (k *Klynge) Naeste(ctx context.Context) (n int64, err error) {
	err = k.spoerg(ctx, "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint", &n)
	return n, err
}

// DraebAlt ends the server and each of its processes as a loss of power does: nobody gets to say a word.
func (k *Klynge) DraebAlt() error {
	if err := draebAlt(k.run.Process.Pid); err != nil {
		return err
	}
	<-k.done
	return nil
}

func draebAlt(pid int) error {
	// Stopped first, so that it makes no more: one made meanwhile would live on and wait for ever for a lock of those that were killed.
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		return err
	}
	for state := ""; state != "T"; { // the stop has arrived
		_, _ = fmt.Sscanf(laest(fmt.Sprintf("/proc/%d/stat", pid)), "%d %s %s", new(int), new(string), &state)
	}
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	for child := range strings.FieldsSeq(string(text)) {
		if n, bad := strconv.Atoi(child); bad == nil {
			_ = syscall.Kill(n, syscall.SIGKILL)
		}
	}
	return errors.Join(err, syscall.Kill(pid, syscall.SIGKILL))
}

// laest is what a file says now; one that cannot be read says that its process is stopped for good.
func laest(path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return "0 () T"
	}
	return string(text)
}

// Begge is the address of a database on whichever of two servers takes changes.
func (k *Klynge) Begge(other *Klynge, name string) string {
	return "postgres:///" + name + "?host=" + k.dir + "," + other.dir + "&user=postgres&target_session_attrs=read-write"
}
