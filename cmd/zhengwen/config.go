package main

import (
	"encoding"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// defaultConfig is read when it exists and no --config names another.
const defaultConfig = "zhengwen.toml"

// inputsKey is the one key that is no flag: the inputs of a command.
const inputsKey = "inputs"

// outKey at the top level is for run alone: what other commands write with --out
// is no table.
const outKey = "out"

// config holds the settings of a configuration file. Top-level keys are for every
// command that has such a flag, a table is for the command of its name. It is a
// kong.Resolver: flags win over it, and it wins over defaults.
type config struct {
	file   string // "" when there is none
	values map[string]setting
}

// setting is one key with its value as kong parses it.
type setting struct {
	value any // string, bool or []any of strings
	line  int
	depth int // length of its key: the table of a command wins over the top level
}

// loadConfig reads a configuration file and checks it against the flags.
func loadConfig(file string, app *kong.Application) (*config, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	var tree map[string]any
	if err := toml.Unmarshal(data, &tree); err != nil {
		var d *toml.DecodeError
		if errors.As(err, &d) {
			row, _ := d.Position()
			return nil, fmt.Errorf("%s:%d: %w", file, row, err)
		}
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	c := &config{file: file, values: map[string]setting{}}
	lines, err := keyLines(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	// In the order of the file, so that the first mistake is the one reported.
	for _, k := range lines {
		if err := c.set(k, tree, app); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, k.line, err)
		}
	}
	return c, nil
}

// key is where a key or the head of a table stands in a file.
type key struct {
	path  []string
	table bool
	line  int
}

// keyLines lists the keys and tables of a valid TOML file.
func keyLines(data []byte) ([]key, error) {
	var (
		p     unstable.Parser
		out   []key
		table []string
	)
	p.Reset(data)
	for p.NextExpression() {
		e := p.Expression()
		k := key{table: e.Kind != unstable.KeyValue}
		if !k.table {
			k.path = slices.Clone(table)
		}
		for it := e.Key(); it.Next(); {
			k.path = append(k.path, string(it.Node().Data))
			k.line = p.Shape(it.Node().Raw).Start.Line
		}
		if k.table {
			table = k.path
		}
		out = append(out, k)
	}
	return out, p.Error()
}

// set takes over one key.
func (c *config) set(k key, tree map[string]any, app *kong.Application) error {
	name := strings.Join(k.path, ".")
	if len(k.path) == 1 && !k.table {
		return c.assign(app.Children, k, name, tree[name])
	}
	n := child(app, k.path[0])
	sub, ok := tree[k.path[0]].(map[string]any)
	switch {
	case n == nil || len(n.Flags) == 0 || !ok:
		return fmt.Errorf("[%s] is no table; want the name of a command that has flags", k.path[0])
	case k.table && len(k.path) == 1:
		return nil
	case k.table || len(k.path) > 2:
		return fmt.Errorf("%s lies too deep; want keys below the name of a command", name)
	}
	return c.assign([]*kong.Node{n}, k, k.path[1], sub[k.path[1]])
}

// errChoice means that a value is none of those a flag takes.
var errChoice = errors.New("not among the choices")

// assign gives a value to every command that has the flag. Flags of one name may
// have other choices in another command; at least one must have this one.
func (c *config) assign(commands []*kong.Node, k key, name string, value any) error {
	var refused error
	taken := false
	for _, n := range commands {
		v := settable(n, name)
		if v == nil || len(k.path) == 1 && name == outKey && n.Name != "run" {
			continue
		}
		x, err := convert(v, value)
		if err != nil {
			err = fmt.Errorf("%s: %w", name, err)
			if !errors.Is(err, errChoice) {
				return err
			}
			refused = err
			continue
		}
		taken = true
		at := n.Name + "." + name
		if old, ok := c.values[at]; !ok || len(k.path) >= old.depth {
			c.values[at] = setting{x, k.line, len(k.path)}
		}
	}
	switch {
	case taken:
		return nil
	case refused != nil:
		return refused
	case len(k.path) > 1:
		return fmt.Errorf("unknown key %s: zhengwen %s has no flag --%s", name, k.path[0], name)
	}
	return fmt.Errorf("unknown key %s: no command has a flag --%s", name, name)
}

func child(app *kong.Application, name string) *kong.Node {
	for _, n := range app.Children {
		if n.Name == name {
			return n
		}
	}
	return nil
}

// settable returns what a key sets: a flag of the command, or its inputs.
func settable(n *kong.Node, name string) *kong.Value {
	if name == inputsKey {
		for _, p := range n.Positional {
			if p.Name == "input" {
				return p
			}
		}
		return nil
	}
	for _, f := range n.Flags {
		if f.Name == name {
			return f.Value
		}
	}
	return nil
}

// convert checks a value against the type of a flag and returns it as kong takes
// it: a string, a bool or a list.
func convert(v *kong.Value, value any) (any, error) {
	t := v.Target.Type()
	var out any
	switch {
	case t.Kind() == reflect.Bool:
		b, ok := value.(bool)
		if !ok {
			return nil, errors.New("want true or false")
		}
		return b, nil
	case t.Kind() == reflect.Slice:
		list, ok := value.([]any)
		if !ok || slices.ContainsFunc(list, func(x any) bool { _, ok := x.(string); return !ok }) {
			return nil, errors.New("want a list of strings")
		}
		return list, nil
	case t.Kind() == reflect.Int:
		n, ok := value.(int64)
		if !ok {
			return nil, errors.New("want a whole number")
		}
		out = strconv.FormatInt(n, 10)
	default:
		s, ok := value.(string)
		if n, number := value.(int64); number && takesNumber(t) {
			s, ok = strconv.FormatInt(n, 10), true
		}
		if !ok {
			return nil, errors.New("want a string")
		}
		out = s
	}
	if v.Enum != "" && !slices.Contains(v.EnumSlice(), out.(string)) {
		return nil, fmt.Errorf("%q is %w: %s", out, errChoice, v.Enum)
	}
	scan := kong.Scan().PushTyped(out, kong.FlagValueToken)
	if err := v.Mapper.Decode(&kong.DecodeContext{Value: v, Scan: scan}, reflect.New(t).Elem()); err != nil {
		return nil, err
	}
	return out, nil
}

// takesNumber reports whether a flag takes a number: a whole one, a size, or a
// count that may be written otherwise.
func takesNumber(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return t.Kind() == reflect.Int || p.Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) || p.Implements(reflect.TypeFor[kong.MapperValue]())
}

// Validate is part of kong.Resolver; the file was checked when it was loaded.
func (c *config) Validate(*kong.Application) error { return nil }

// Resolve returns what the file says of a flag.
func (c *config) Resolve(_ *kong.Context, parent *kong.Path, flag *kong.Flag) (any, error) {
	if parent.Command == nil {
		return nil, nil
	}
	return c.values[parent.Command.Name+"."+flag.Name].value, nil
}

// inputs returns the inputs the file names for a command.
func (c *config) inputs(command string) []string {
	list, _ := c.values[command+"."+inputsKey].value.([]any)
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = x.(string) // convert has seen to it
	}
	return out
}

// BeforeResolve is called by kong. It loads the file that --config names, or the
// one that lies in the working directory. An empty name means none.
func (*cli) BeforeResolve(k *kong.Context) error {
	file := ""
	if _, err := os.Stat(defaultConfig); !errors.Is(err, fs.ErrNotExist) {
		file = defaultConfig
	}
	for _, p := range k.Path {
		if p.Flag != nil && p.Flag.Name == "config" {
			file, _ = k.FlagValue(p.Flag).(string)
		}
	}
	c := &config{}
	if file != "" {
		var err error
		if c, err = loadConfig(file, k.Model); err != nil {
			return err
		}
	}
	k.AddResolver(c)
	k.Bind(c)
	return nil
}
