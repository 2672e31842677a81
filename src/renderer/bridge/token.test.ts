// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest'
import { takeToken } from './token'

beforeEach(() => {
  sessionStorage.clear()
  history.replaceState(null, '', '/')
})

it('takes the token out of the address at once and keeps it for reloads of the tab', () => {
  history.replaceState(null, '', '/?x=1#token=sesame')
  expect(takeToken()).toBe('sesame')
  expect(location.href).not.toContain('sesame')
  expect(location.search).toBe('?x=1')
  expect(takeToken()).toBe('sesame')
})

it('prefers a new link over what the tab kept', () => {
  history.replaceState(null, '', '/#token=old')
  takeToken()
  history.replaceState(null, '', '/#token=new')
  expect(takeToken()).toBe('new')
})

it('has none where none was given', () => {
  expect(takeToken()).toBe('')
})
