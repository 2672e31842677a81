import { describe, expect, it } from 'vitest'
import { indexedWords, wordsOf } from './words'

const terms = (text: string) => wordsOf(text).map(({ term }) => term)

it.each([
  ['getForecast', ['get', 'forecast']],
  ['get_weather-forecasts', ['get', 'weather', 'forecast']],
  ['HTTPServer', ['http', 'server']],
  ['CNNs and URLs', ['cnn', 'and', 'url']],
  ['ｆｕｌｌ　ｗｉｄｔｈ', ['full', 'width']],
  ['今天天气', ['今天', '天气']],
  ['latest news of AWS', ['latest', 'news', 'of', 'aws']],
])('%s becomes words', (text, expected) => {
  expect(terms(text)).toEqual(expected)
})

it('a short name with a digit stays whole beside its parts', () => {
  expect(terms('upload to s3')).toEqual(['upload', 'to', 's3', 's', '3'])
})

describe('an index', () => {
  it('leaves out what questions are made of', () => {
    expect(indexedWords('the tool of a server').map(({ term }) => term)).toEqual([])
  })

  it('has the pairs of Chinese characters at a lower weight', () => {
    expect(indexedWords('词云图')).toContainEqual({ term: '云图', weight: 0.3, isCjk: true })
  })
})
