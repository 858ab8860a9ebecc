// --fault isolate-start: an isolate that cannot be started.
throw new Error('this isolate was asked to fail')
