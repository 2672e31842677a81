import { describe, expect, it } from 'vitest'
import { bytesOf, fileNameOf, jsonOf, pictureType, sizeOf } from './media'

describe('What a resource holds', () => {
  it('is a picture only where the window can show it without running anything', () => {
    expect(pictureType('image/png')).toBe('image/png')
    expect(pictureType('Image/PNG; q=1')).toBe('image/png')
    expect(pictureType('image/svg+xml')).toBeUndefined()
    expect(pictureType('image/png"onerror')).toBeUndefined()
    expect(pictureType(undefined)).toBeUndefined()
  })

  it('is JSON where it says so and is', () => {
    expect(jsonOf('{"a":1}', 'application/json')).toEqual({ a: 1 })
    expect(jsonOf('[1]', 'application/geo+json; charset=utf-8')).toEqual([1])
    expect(jsonOf('{"a":1}', 'text/plain')).toBeUndefined()
    expect(jsonOf('{"a":', 'application/json')).toBeUndefined()
    expect(jsonOf('null', 'application/json')).toBeUndefined()
  })

  it('is saved under the last part of its address', () => {
    expect(fileNameOf('file:///home/a/notes.txt')).toBe('notes.txt')
    expect(fileNameOf('docs://a/%E5%A4%A9?x=1#y')).toBe('天')
    expect(fileNameOf('docs://a/100%/')).toBe('100%')
    expect(fileNameOf('://')).toBe('resource')
  })

  it('gives its bytes, or nothing where they are not base64', () => {
    expect(bytesOf('aGk=')).toEqual(new Uint8Array([104, 105]))
    expect(bytesOf('***')).toBeUndefined()
    expect([sizeOf('aGk='), sizeOf('aGkh'), sizeOf('')]).toEqual([2, 3, 0])
  })
})
