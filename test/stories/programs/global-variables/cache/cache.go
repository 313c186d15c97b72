// Package cache has an array of 30 MiB that it fills when asked to.
package cache

import "resident.test/stories/programs/internal/story"

const Size = 30 * story.MiB

var slots [Size]byte

func Fill() {
	for i := range slots {
		slots[i] = byte(i) | 1
	}
}
