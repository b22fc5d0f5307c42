package pipeline

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/google/renameio/v2"
	"github.com/zeebo/xxh3"
)

// journal keeps what is in flight in a file, so that a run that was killed leaves
// behind which documents may have killed it. These are suspects: the next run
// processes each in a process of its own. One that kills that too is guilty, and
// no kill from outside can make a document look so.
type journal struct {
	f        *os.File
	suspects map[string]bool
}

const journalSlot = 32 // bytes a worker: the XXH3-128 of the document's name in hex

// openJournal reads what the run before left, saves it, and starts anew.
func openJournal(inflight, suspects string, workers int) (*journal, error) {
	j := &journal{suspects: map[string]bool{}}
	for _, name := range []string{suspects, inflight} {
		b, err := os.ReadFile(name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("read journal: %w", err)
		}
		for i := 0; i+journalSlot <= len(b); i += journalSlot {
			if s := string(b[i : i+journalSlot]); strings.Trim(s, "\x00") != "" {
				j.suspects[s] = true
			}
		}
	}
	if len(j.suspects) > 0 {
		var b strings.Builder
		for s := range j.suspects {
			b.WriteString(s)
		}
		if err := renameio.WriteFile(suspects, []byte(b.String()), 0o644); err != nil {
			return nil, fmt.Errorf("save journal: %w", err)
		}
	}
	f, err := os.Create(inflight)
	if err != nil {
		return nil, fmt.Errorf("create journal: %w", err)
	}
	if err := f.Truncate(int64(workers * journalSlot)); err != nil {
		return nil, errors.Join(fmt.Errorf("create journal: %w", err), f.Close())
	}
	j.f = f
	return j, nil
}

func journalName(name string) string {
	b := xxh3.HashString128(name).Bytes()
	return hex.EncodeToString(b[:])
}

// suspect reports whether a document was in flight when a run was killed.
func (j *journal) suspect(name string) bool {
	return len(j.suspects) > 0 && j.suspects[journalName(name)]
}

// begin notes that a worker takes on a document; end that it is done. The page
// cache outlives a killed process, so nothing is synced.
func (j *journal) begin(worker int, name string) error {
	_, err := j.f.WriteAt([]byte(journalName(name)), int64(worker*journalSlot))
	return err
}

func (j *journal) end(worker int) error {
	_, err := j.f.WriteAt(make([]byte, journalSlot), int64(worker*journalSlot))
	return err
}

// close ends the journal of a run that was not killed. The suspects stay until the
// run is committed.
func (j *journal) close() error {
	name := j.f.Name()
	return errors.Join(j.f.Close(), os.Remove(name))
}
