package store

import (
	"bytes"
	"context"
	"database/sql"
	"hash/crc32"
	"hash/maphash"
	"slices"
	"strconv"
	"strings"
	"sync"

	"loketaduan/internal/vault"
)

// vocabulary holds every word of the register once, in memory, so that a part
// of a word can be looked up although the index on disk knows only keyed
// tokens of whole words. On disk the words lie sealed, in blocks.
type vocabulary struct {
	mu      sync.RWMutex
	keys    *vault.Keys
	seed    maphash.Seed
	known   map[uint64]struct{}
	words   shelf
	numbers shelf // of digits alone: nine words in ten of a large register

	tokens map[string]token // bounded cache: hashing is half of the cost of indexing
}

// token is a word as the search index has it.
type token struct {
	text  string
	sum   int64 // of its digits
	known bool  // the vocabulary has the word
}

const tokenCache = 1 << 16

func newVocabulary(k *vault.Keys) *vocabulary {
	return &vocabulary{keys: k, seed: maphash.MakeSeed(), known: map[uint64]struct{}{}, words: newShelf(), numbers: newShelf(), tokens: map[string]token{}}
}

// loadWords opens all blocks. Many small ones are merged into one, which is
// what a day's work leaves behind.
func loadWords(ctx context.Context, db *sql.DB, k *vault.Keys) (*vocabulary, error) {
	v := newVocabulary(k)
	rows, err := db.QueryContext(ctx, "SELECT sealed FROM word_block ORDER BY row")
	if err != nil {
		return nil, broken(err)
	}
	blocks := 0
	for rows.Next() {
		var sealed []byte
		if err := rows.Scan(&sealed); err != nil {
			rows.Close()
			return nil, broken(err)
		}
		plain, err := k.Open("words", sealed)
		if err != nil {
			rows.Close()
			return nil, broken(err)
		}
		v.add(strings.Split(string(plain), "\n"))
		blocks++
	}
	rows.Close()
	if err := rows.Err(); err != nil {
		return nil, broken(err)
	}
	if blocks > 500 {
		_ = v.inOneBlock(ctx, db) // it is for speed alone: with a full disk the blocks stay as they are
	}
	return v, nil
}

func (v *vocabulary) inOneBlock(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "DELETE FROM word_block"); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO word_block (sealed) VALUES ($1)", v.keys.Seal("words", bytes.TrimSuffix(slices.Concat(v.words.text, v.numbers.text), []byte{'\n'}))); err != nil {
		return err
	}
	return tx.Commit()
}

func (v *vocabulary) add(words []string) {
	for _, w := range words {
		h := maphash.String(v.seed, w)
		if _, ok := v.known[h]; ok || len(w) < vault.MinWord {
			continue
		}
		v.known[h] = struct{}{}
		if allDigits(w) {
			v.numbers.add(w)
		} else {
			v.words.add(w)
		}
	}
}

// token of a word, remembered.
func (v *vocabulary) token(w string) token {
	v.mu.RLock()
	t, ok := v.tokens[w]
	v.mu.RUnlock()
	if ok && t.known {
		return t
	}
	if !ok {
		t.text = v.keys.Token(w)
		sum, err := strconv.ParseUint(t.text, 16, 64)
		if err != nil { // nothing is sealed: it is the word itself
			sum = uint64(crc32.ChecksumIEEE([]byte(w)))
		}
		t.sum = int64(sum)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	_, t.known = v.known[maphash.String(v.seed, w)]
	if !ok && len(v.tokens) >= tokenCache {
		clear(v.tokens)
	}
	if !ok || t.known {
		v.tokens[strings.Clone(w)] = t
	}
	return t
}

// matching words, at most limit: the part itself first, then those that begin
// with it, with inside also those that hold it elsewhere; more tells whether
// there were others.
func (v *vocabulary) matching(part string, limit int, inside bool) (out []string, more bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if _, whole := v.known[maphash.String(v.seed, part)]; whole {
		out = append(out, part)
	}
	add := func(word string) bool {
		if more = len(out) >= limit; !more {
			out = append(out, word)
		}
		return !more
	}
	if len(part) < vault.MinWord {
		return out, false
	}
	number := allDigits(part)
	shelves := []*shelf{&v.words, &v.numbers}
	if !number {
		shelves = shelves[:1]
	}
	for _, s := range shelves {
		if !s.beginning(part, add) {
			return out, true
		}
	}
	if !inside || len(part) < insideFrom || number && len(part) < insideDigits {
		return out, false
	}
	for _, s := range shelves {
		if !s.holding(part, add) {
			return out, true
		}
	}
	return out, false
}

// has tells whether the register holds the word.
func (v *vocabulary) has(w string) bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	_, ok := v.known[maphash.String(v.seed, w)]
	return ok
}

// wordBatch gathers the new words of one transaction.
type wordBatch struct {
	v   *vocabulary
	mu  sync.Mutex
	new map[string]struct{}
}

func (v *vocabulary) batch() *wordBatch { return &wordBatch{v: v, new: map[string]struct{}{}} }

// tokens of the words, joined for the index, and a sum that tells whether they
// are the same as others, in any order; new words are noted.
func (b *wordBatch) tokens(words []string) (joined string, sum int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out strings.Builder
	out.Grow(len(words) * (vault.TokenLen + 1))
	for _, w := range words {
		t := b.v.token(w)
		if !t.known {
			b.new[strings.Clone(w)] = struct{}{}
		}
		sum += t.sum
		out.WriteString(t.text)
		out.WriteByte(' ')
	}
	return out.String(), sum
}

func (b *wordBatch) list() []string {
	words := make([]string, 0, len(b.new))
	for w := range b.new {
		words = append(words, w)
	}
	return words
}

func (b *wordBatch) save(t *Tx) error {
	if len(b.new) == 0 {
		return nil
	}
	return t.exec("INSERT INTO word_block (sealed) VALUES ($1)", t.s.seal("words", []byte(strings.Join(b.list(), "\n"))))
}

func (v *vocabulary) merge(b *wordBatch) {
	if len(b.new) == 0 {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.add(b.list())
}
