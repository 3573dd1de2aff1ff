package store

import (
	"context"
	"embed"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"loketaduan/internal/fault"
)

//go:embed migrations/*/*.sql
var migrations embed.FS

// schema is the number of the newest migration.
const schema = 10

var errNewer = fault.New(fault.Conflict, "store.newer", "", "Data di PC ini dibuat oleh versi Loket Aduan yang lebih baru. Pasang versi terbaru, lalu buka lagi. Data tidak diubah.")

// migrate brings the schema up, one numbered file in one transaction, after a
// copy of the database. Forward only.
func (s *Store) migrate(ctx context.Context) error {
	have, err := s.d.version(ctx, s.write)
	if err != nil {
		return broken(err)
	}
	if have > 0 && have < schema {
		to, _, err := s.next(have)
		if err == nil {
			err = s.d.backup(ctx, s, to)
		}
		if err != nil {
			return broken(err)
		}
	}
	for have < schema && err == nil {
		have, err = s.step(ctx)
	}
	if err == nil && have > schema {
		return errNewer
	}
	return broken(err)
}

// step applies the next migration and gives the version after it. Another
// program may have been quicker: the version is read under the lock.
func (s *Store) step(ctx context.Context) (int, error) {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	if s.d.migrate != "" {
		if _, err := tx.ExecContext(ctx, s.d.migrate); err != nil {
			return 0, err
		}
	}
	have, err := s.d.version(ctx, tx)
	if err != nil || have >= schema {
		return have, err
	}
	to, name, err := s.next(have)
	if err != nil {
		return have, err
	}
	script, err := migrations.ReadFile(name)
	if err != nil {
		return have, err
	}
	if _, err := tx.ExecContext(ctx, string(script)); err != nil {
		return have, err
	}
	if to == 1 {
		if _, err := tx.ExecContext(ctx, "INSERT INTO meta (key, value) VALUES ('epoch', $1)", []byte(uuid.Must(uuid.NewV7()).String())); err != nil {
			return have, err
		}
	}
	if err := s.d.advance(ctx, tx, to); err != nil {
		return have, err
	}
	return to, tx.Commit()
}

// next finds the migration after a version. Numbers may have gaps.
func (s *Store) next(have int) (to int, name string, err error) {
	files, err := migrations.ReadDir(s.d.ddl)
	if err != nil {
		return 0, "", err
	}
	for _, f := range files {
		to, err := strconv.Atoi(f.Name()[:3])
		if err != nil || to > have {
			return to, s.d.ddl + "/" + f.Name(), err
		}
	}
	return 0, "", fmt.Errorf("no migration after %d", have)
}
