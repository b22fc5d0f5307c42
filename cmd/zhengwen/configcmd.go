package main

import (
	"bytes"
	"fmt"
	"reflect"
	"strconv"
	"time"

	"github.com/alecthomas/kong"
	"github.com/pelletier/go-toml/v2"
)

type configCmd struct{}

func (*configCmd) Help() string {
	return `Prints the settings of every command as TOML, each with a comment where it comes from: the line of the configuration file, or the
default. Flags given to a command win over both. What is printed is a configuration file.

zhengwen.toml in the working directory is read when it is there, or the file that --config names. Keys are the names of flags. Above the
first table they are for every command that has the flag, below [run], [extract] and so on for that command. Two keys make the command line
of a nightly job short: inputs, a list, and out. Relative paths are taken from the working directory.

Example:
  zhengwen config > all.toml
  zhengwen config --config /etc/zhengwen.toml`
}

func (*configCmd) Run(k *kong.Context, c *config, s streams) error {
	var b bytes.Buffer
	if c.file == "" {
		fmt.Fprintf(&b, "# no configuration file: no --config, and no %s here\n", defaultConfig)
	} else {
		fmt.Fprintf(&b, "# %s\n", c.file)
	}
	for _, n := range k.Model.Children {
		if len(n.Flags) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n[%s]\n", n.Name)
		if v := settable(n, inputsKey); v != nil {
			if err := c.print(&b, n, inputsKey, v); err != nil {
				return err
			}
		}
		for _, f := range n.Flags {
			if err := c.print(&b, n, f.Name, f.Value); err != nil {
				return err
			}
		}
	}
	_, err := b.WriteTo(s.out)
	return err
}

// print writes one setting as a line of TOML.
func (c *config) print(b *bytes.Buffer, n *kong.Node, name string, v *kong.Value) error {
	x, found := c.values[n.Name+"."+name]
	from := fmt.Sprintf("%s:%d", c.file, x.line)
	if !found {
		from = "default"
		if v.Required {
			fmt.Fprintf(b, "# %s is not set\n", name)
			return nil
		}
		x.value = defaultOf(v)
	}
	value := x.value
	if s, ok := value.(string); ok && takesNumber(v.Target.Type()) {
		if i, err := strconv.Atoi(s); err == nil {
			value = i
		}
	}
	line, err := toml.Marshal(map[string]any{name: value})
	if err != nil {
		return fmt.Errorf("print %s: %w", name, err)
	}
	fmt.Fprintf(b, "%s # %s\n", bytes.TrimSpace(line), from)
	return nil
}

// defaultOf returns the default of a flag in the form of convert.
func defaultOf(v *kong.Value) any {
	switch t := v.Target.Type(); {
	case t.Kind() == reflect.Bool:
		return v.Default == "true"
	case t.Kind() == reflect.Slice:
		return []any{}
	case t.Kind() == reflect.Int && v.Default == "":
		return "0"
	case t == reflect.TypeFor[time.Duration]() && v.Default == "":
		return "0s"
	}
	return v.Default
}
