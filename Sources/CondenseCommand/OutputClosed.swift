/// Nobody reads standard output any more, as after `| head`: the command ends silently.
package struct OutputClosed: Error {}
