package pipeline

import (
	"fmt"
	"net/url"
	"strings"

	"zhengwen/document"
)

// Partition says by what the articles are laid out in Hive folders. The keys are
// p_host and p_date, so that none collides with a column.
type Partition string

const (
	PartitionNone      Partition = "none"
	PartitionHost      Partition = "host"
	PartitionPublished Partition = "published"
	PartitionFetched   Partition = "fetched"
)

// key is the name of the folders' key, "" for none.
func (p Partition) key() string {
	switch p {
	case PartitionHost:
		return "p_host"
	case PartitionPublished, PartitionFetched:
		return "p_date"
	}
	return ""
}

// Values of a partition key that are no values.
const (
	nullPartition  = "__HIVE_DEFAULT_PARTITION__" // as Hive and its readers write null
	otherPartition = "_other"                     // what exceeds the number of partitions
)

// partitioner names the folder of a record. The first max values in the order of
// the table get a folder of their own.
type partitioner struct {
	by   Partition
	max  int
	seen map[string]bool
}

func newPartitioner(by Partition, limit int, folders []string) (*partitioner, error) {
	switch by {
	case PartitionNone, "":
		return nil, nil
	case PartitionHost, PartitionPublished, PartitionFetched:
	default:
		return nil, fmt.Errorf("partition %q: want host, published, fetched or none", by)
	}
	p := &partitioner{by: by, max: limit, seen: map[string]bool{}}
	for _, f := range folders {
		if f != "" && !strings.HasSuffix(f, "="+otherPartition) {
			p.seen[f] = true
		}
	}
	return p, nil
}

// folder returns the folder of a record, such as "p_host=a.example".
func (p *partitioner) folder(r *document.Record) string {
	key, value := p.by.key(), ""
	switch p.by {
	case PartitionHost:
		if r.Host != nil {
			value = *r.Host
		}
	case PartitionPublished:
		if r.PublishedDate != nil {
			value = r.PublishedDate.String()
		}
	case PartitionFetched:
		if r.FetchedAt != nil {
			value = r.FetchedAt.UTC().Format("2006-01-02")
		}
	}
	if value == "" {
		return key + "=" + nullPartition
	}
	f := key + "=" + url.PathEscape(value)
	if !p.seen[f] {
		if len(p.seen) >= p.max {
			return key + "=" + otherPartition
		}
		p.seen[f] = true
	}
	return f
}
