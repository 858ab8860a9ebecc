export * from '../../js/index.js'
